package coedit.plugin.yjs.update;

import coedit.plugin.yjs.encoding.ByteWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * The structs that are here and not in line, as updates without deletes. They are part of the
 * document and not of its state vector.
 *
 * <p>An update that waits is put beside what waits already: all of it is gone through again only
 * when something has come that it waited for, and joined once in a while.
 *
 * @param updates of which none repeats another
 * @param structs how many there are, runs joined in each update
 */
record Waiting(List<byte[]> updates, int structs, Awaited awaited) {

  static final Waiting NOTHING = new Waiting(List.of(), 0, new Awaited());

  private static final int MOST_UPDATES = 64;

  Waiting {
    updates = List.copyOf(updates);
  }

  /** Asked for every update, of which nearly none waits: a stream took a quarter of its time. */
  int bytes() {
    int bytes = 0;
    for (byte[] update : updates) {
      bytes += update.length;
    }
    return bytes;
  }

  /** What is known and what waits, after more structs have come. */
  record Settled(Known known, Waiting waiting) {}

  /**
   * Brings in line what can be.
   *
   * @param fresh an update that repeats nothing that is known
   * @param known what is known without its structs, and with what it deletes
   */
  Settled settle(byte[] fresh, Known known) {
    Settled alone = lineUp(fresh, known);
    if (updates.isEmpty()) {
      return alone;
    }
    if (!awaited.hasCome(alone.known())) {
      return new Settled(alone.known(), with(alone.waiting()));
    }
    List<byte[]> all = new ArrayList<>(updates);
    all.add(fresh);
    byte[] candidate = Updates.merge(all);
    Known bare = known;
    for (BlockCursor cursor : UpdateBlocks.of(candidate).cursors()) {
      bare = bare.with(cursor.client, known.of(cursor.client).withWaiting(RangeSet.EMPTY));
    }
    return lineUp(candidate, bare);
  }

  private static Settled lineUp(byte[] candidate, Known known) {
    List<BlockCursor> cursors = UpdateBlocks.of(candidate).cursors();
    CausalOrder order = CausalOrder.of(cursors, known);
    Known next = known;
    for (BlockCursor cursor : cursors) {
      int clock = order.clock(cursor.client);
      next = next.with(cursor.client, known.of(cursor.client).upTo(clock));
    }
    return order.isComplete() ? new Settled(next, NOTHING) : rest(candidate, next, order);
  }

  /** What of {@code candidate} is not in line waits on. */
  private static Settled rest(byte[] candidate, Known inLine, CausalOrder order) {
    StructMerge.Lens lens =
        new StructMerge.Lens() {
          @Override
          public int[] hidden(long client) {
            return new int[] {0, order.clock(client)};
          }
        };
    RunWriter out = new RunWriter(64);
    StructMerge.write(UpdateBlocks.of(candidate).cursors(), lens, out);
    byte[] update = withoutDeletes(out);
    Known known = inLine;
    Struct struct = new Struct();
    for (BlockCursor cursor : UpdateBlocks.of(update).cursors()) {
      DeleteSet gathered = new DeleteSet();
      while (cursor.hasNext()) {
        cursor.next(struct);
        if (struct.kind != Struct.SKIP) {
          gathered.add(cursor.client, struct.clock, struct.end());
        }
      }
      ClientClocks before = known.of(cursor.client);
      int[] clocks = gathered.of(cursor.client);
      RangeSet waiting = before.waiting().union(clocks, clocks.length);
      known = known.with(cursor.client, before.withWaiting(waiting));
    }
    return new Settled(known, new Waiting(List.of(update), out.structs(), order.awaited()));
  }

  private Waiting with(Waiting more) {
    List<byte[]> all = new ArrayList<>(updates);
    all.addAll(more.updates());
    Awaited either = awaited.or(more.awaited());
    if (all.size() < MOST_UPDATES) {
      return new Waiting(all, structs + more.structs(), either);
    }
    RunWriter out = new RunWriter(bytes());
    StructMerge.write(UpdateBlocks.of(all).cursors(), StructMerge.Lens.CLEAR, out);
    return new Waiting(List.of(withoutDeletes(out)), out.structs(), either);
  }

  private static byte[] withoutDeletes(RunWriter out) {
    ByteWriter update = out.finish();
    update.writeVarUint(0);
    return update.toBytes();
  }
}
