package coedit.plugin.yjs.update;

import coedit.plugin.yjs.encoding.ByteWriter;

/** What a document has, client by client: its state vector and its delete set. Immutable. */
final class Known {

  static final Known NOTHING = new Known(LongMap.empty(), 0, 0);

  private final LongMap<ClientClocks> clients;

  private final long clockBlocks;
  private final long deletedAhead;

  private Known(LongMap<ClientClocks> clients, long clockBlocks, long deletedAhead) {
    this.clients = clients;
    this.clockBlocks = clockBlocks;
    this.deletedAhead = deletedAhead;
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
        deletedAhead + clocks.deletedAhead() - before.deletedAhead());
  }

  /** With the {@code length} first ints of {@code flat}, normalised ranges, deleted. */
  Known withDeleted(long client, int[] flat, int length) {
    ClientClocks before = of(client);
    RangeSet deleted = before.deleted().union(flat, length);
    return deleted.total() == before.deleted().total()
        ? this
        : with(client, before.withDeleted(deleted));
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
