package coedit.plugin.yjs.open;

import coedit.plugin.yjs.encoding.ByteReader;
import coedit.plugin.yjs.encoding.ByteWriter;
import coedit.plugin.yjs.update.Struct;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A Yjs document with all its structs in place: it takes updates, gives its state as an update, and
 * can be read. Most of a server's work needs none of this; it opens a document to export it, to
 * search it or to edit it.
 *
 * <p>Behaves as Yjs 13.6 does on receiving an update, but makes no edits of its own: redundant
 * format marks stay until a client takes them away. Mutable; one thread at a time.
 */
public final class OpenDocument {

  final StructStore store;
  private final Limits limits;
  private final Placement placement;
  private final Integration integration;
  private final Pending pending;
  private final Struct struct = new Struct();

  /** An empty document with garbage collection and the default limits. */
  public OpenDocument() {
    this(true, Limits.DEFAULT);
  }

  /**
   * An empty document.
   *
   * @param collects whether the contents of what is deleted are forgotten, as by default in Yjs
   */
  public OpenDocument(boolean collects, Limits limits) {
    this.limits = limits;
    store = new StructStore(collects, limits.clients());
    placement = new Placement(store);
    pending = new Pending(limits);
    integration = new Integration(store.clients, new Integrator(store, placement), struct, pending);
  }

  /**
   * Takes an update. What it has already is passed over, what comes before something that it refers
   * to is kept until that comes.
   *
   * @throws coedit.plugin.yjs.encoding.MalformedUpdateException when this is no update in format
   *     v1; the document is as it was
   * @throws CapacityException when the update asks for too much
   */
  public void apply(byte[] update) {
    IncomingUpdate incoming = IncomingUpdate.read(update, struct);
    placement.allow(limits.scanSteps());
    try {
      integration.run(incoming.runs);
      incoming.deletes(this::delete);
      while (pending.isDue(store.clients)) {
        integration.run(pending.take());
      }
      if (pending.hasDeletes()) {
        applyPendingDeletes();
      }
    } finally {
      store.finish();
    }
  }

  private void delete(long client, int from, int end) {
    ClientLog log = store.clients.find(client);
    int state = log == null ? 0 : log.state();
    if (log != null && from < state && from < end) {
      store.delete(log, from, Math.min(end, state));
    }
    if (end > state && from < end) {
      pending.addDelete(client, Math.max(from, state), end);
    }
  }

  private void applyPendingDeletes() {
    for (Long client : pending.deletes().keySet().toArray(new Long[0])) {
      ClientLog log = store.clients.find(client);
      if (log != null) {
        for (int[] range : pending.takeDeletes(client, log.state())) {
          store.delete(log, range[0], range[1]);
        }
      }
    }
  }

  /**
   * Begins changes of the server's own.
   *
   * @param client id of a client that nobody else is
   */
  public Edit edit(long client) {
    placement.allow(limits.scanSteps());
    return new Edit(this, client);
  }

  /** Integrates a struct that an edit made. */
  void integrateOwn(StructRun run) {
    integration.run(List.of(run));
  }

  /** Whether something arrived that refers to what did not. */
  public boolean hasPending() {
    return !pending.isEmpty();
  }

  /** The whole document as an update, what waits for others included. */
  public byte[] encodeState() {
    return encodeState(Map.of());
  }

  /** What a replica with this state vector lacks, as an update; all deletions are part of it. */
  private byte[] encodeState(Map<Long, Integer> known) {
    ByteWriter out = new ByteWriter(1024);
    StateEncoder encoder = new StateEncoder(store, out);
    encoder.writeStructs(known);
    encoder.writeDeleteSet();
    return pending.isEmpty() ? out.toBytes() : pending.mergedWith(out.toBytes());
  }

  /**
   * What a replica lacks, as an update; all deletions are part of it.
   *
   * @param stateVector of that replica, encoded
   */
  public byte[] encodeDifference(byte[] stateVector) {
    ByteReader in = new ByteReader(stateVector);
    Map<Long, Integer> known = new HashMap<>();
    for (int left = in.readCount(2); left > 0; left--) {
      long client = in.readVarUint();
      known.put(client, (int) Math.min(in.readVarUint(), Integer.MAX_VALUE));
    }
    return encodeState(known);
  }

  /** The next expected clock of every client, encoded. */
  public byte[] encodeStateVector() {
    ByteWriter out = new ByteWriter();
    new StateEncoder(store, out).writeStateVector();
    return out.toBytes();
  }

  /** What is deleted, and the state vector: the two parts of a Yjs snapshot, encoded. */
  public byte[] encodeSnapshot() {
    ByteWriter out = new ByteWriter();
    StateEncoder encoder = new StateEncoder(store, out);
    encoder.writeDeleteSet();
    encoder.writeStateVector();
    return out.toBytes();
  }

  /** The names of the roots that updates or readers spoke of, sorted. */
  public SortedSet<String> roots() {
    SortedSet<String> names = new TreeSet<>();
    for (int row = store.lists.firstRoot(); row != Lists.NONE; row = store.lists.nextRoot(row)) {
      names.add(store.names.value(store.lists.name(row)));
    }
    return names;
  }

  /** The root with a name, an empty one if no update spoke of it. */
  public SharedType root(String name) {
    return new SharedType(store, store.lists.root(store.names.number(name)));
  }

  /** Throws when the store contradicts itself; slow, for tests. */
  void checkInvariants() {
    Invariants.check(store);
  }

  /** About the bytes that this document takes in memory. */
  public long residentBytes() {
    return store.bytes() + placement.bytes();
  }

  /** Gives back room that was only needed to get here. */
  public void trim() {
    placement.trim();
    store.trim();
  }
}
