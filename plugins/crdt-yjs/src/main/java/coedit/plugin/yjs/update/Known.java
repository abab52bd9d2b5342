package coedit.plugin.yjs.update;

import coedit.plugin.yjs.encoding.ByteReader;
import coedit.plugin.yjs.encoding.ByteWriter;
import java.util.ArrayList;
import java.util.List;

/** What a document has, client by client: its state vector and its delete set. Immutable. */
final class Known {

  static final Known NOTHING = new Known(LongMap.empty(), 0, 0, false);

  private final LongMap<ClientClocks> clients;

  private final long clockBlocks;
  private final long deletedAhead;

  /** Whether some of it is read from an update, which is so kept in memory. */
  private final boolean leans;

  private Known(LongMap<ClientClocks> clients, long clockBlocks, long deletedAhead, boolean leans) {
    this.clients = clients;
    this.clockBlocks = clockBlocks;
    this.deletedAhead = deletedAhead;
    this.leans = leans;
  }

  /** The number of clients of which anything is known. */
  int clients() {
    return clients.size();
  }

  /** Blocks of clocks of all clients. */
  long clockBlocks() {
    return clockBlocks;
  }

  /** Ranges of deleted clocks, of all clients, that are not in line. */
  long deletedAhead() {
    return deletedAhead;
  }

  ClientClocks of(long client) {
    ClientClocks known = clients.get(client);
    return known == null ? ClientClocks.NONE : known;
  }

  /** The next clock in line of a client. */
  int clock(long client) {
    ClientClocks known = clients.get(client);
    return known == null ? 0 : known.clock();
  }

  Known with(long client, ClientClocks clocks) {
    ClientClocks before = of(client);
    return new Known(
        clients.with(client, clocks),
        clockBlocks + clocks.blocks() - before.blocks(),
        deletedAhead + clocks.deletedAhead() - before.deletedAhead(),
        leans);
  }

  /** With the {@code length} first ints of {@code flat}, normalised ranges, deleted. */
  Known withDeleted(long client, int[] flat, int length) {
    ClientClocks before = of(client);
    RangeSet deleted = before.deleted().union(flat, length);
    return deleted.total() == before.deleted().total()
        ? this
        : with(client, before.withDeleted(deleted));
  }

  /**
   * The same, with what is deleted read from an update when it is asked for: a document has it in
   * its content already, and most of what is known of a document is what is deleted in it.
   *
   * @param deletes where the update's delete set stands
   */
  Known in(byte[] update, int deletes) {
    Known lean = this;
    ByteReader in = new ByteReader(update, deletes, update.length);
    for (int left = in.readCount(DeleteSet.MIN_RANGE); left > 0; left--) {
      long client = in.readVarUint();
      int count = in.readCount(DeleteSet.MIN_RANGE);
      int from = in.position();
      for (int i = 0; i < 2 * count; i++) {
        in.readVarUint();
      }
      ClientClocks clocks = of(client);
      RangeSet deleted = clocks.deleted().in(update, from, count);
      if (deleted != clocks.deleted()) {
        lean = lean.with(client, clocks.withDeleted(deleted));
      }
    }
    return new Known(lean.clients, clockBlocks, deletedAhead, true);
  }

  /** The same by itself: what is kept beyond the update must not keep the update. */
  Known own() {
    if (!leans) {
      return this;
    }
    List<Long> all = new ArrayList<>(clients.size());
    clients.forEachDescending((known, client) -> all.add(client));
    LongMap<ClientClocks> owned = clients;
    for (long client : all) {
      ClientClocks clocks = of(client);
      RangeSet deleted = clocks.deleted().own();
      if (deleted != clocks.deleted()) {
        owned = owned.with(client, clocks.withDeleted(deleted));
      }
    }
    return new Known(owned, clockBlocks, deletedAhead, false);
  }

  /** The state vector as Yjs writes it: clients descending. */
  byte[] stateVector() {
    ByteWriter entries = new ByteWriter(8 * clients.size() + 8);
    int[] count = {0};
    clients.forEachDescending(
        (known, client) -> {
          if (known.clock() > 0) {
            count[0]++;
            entries.writeVarUint(client);
            entries.writeVarUint(known.clock());
          }
        });
    ByteWriter out = new ByteWriter(entries.size() + 5);
    out.writeVarUint(count[0]);
    out.writeAll(entries);
    return out.toBytes();
  }

  /** Writes the delete set: clients descending, ranges ascending. */
  void writeDeleteSet(ByteWriter out) {
    int[] count = {0};
    clients.forEachDescending((known, client) -> count[0] += known.deleted().isEmpty() ? 0 : 1);
    out.writeVarUint(count[0]);
    clients.forEachDescending(
        (known, client) -> {
          if (!known.deleted().isEmpty()) {
            writeRanges(client, known.deleted().flat(), out);
          }
        });
  }

  /** Writes one client of a delete set. */
  static void writeRanges(long client, int[] flat, ByteWriter out) {
    out.writeVarUint(client);
    out.writeVarUint(flat.length / 2);
    for (int i = 0; i < flat.length; i += 2) {
      out.writeVarUint(flat[i]);
      out.writeVarUint(flat[i + 1] - flat[i]);
    }
  }
}
