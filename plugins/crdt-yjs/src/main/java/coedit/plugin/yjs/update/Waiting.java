package coedit.plugin.yjs.update;

import coedit.plugin.yjs.encoding.ByteWriter;
import java.util.List;

/**
 * The structs that are here and not in line, as one update without deletes. They are part of the
 * document and not of its state vector.
 *
 * @param structs how many there are, runs joined
 */
record Waiting(Bytes update, int structs, Awaited awaited) {

  static final Waiting NOTHING = new Waiting(new Bytes(Updates.empty()), 0, new Awaited());

  /** An update's bytes, compared by identity. */
  static final class Bytes {
    final byte[] array;

    Bytes(byte[] array) {
      this.array = array;
    }
  }

  int bytes() {
    return structs == 0 ? 0 : update.array.length;
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
    byte[] candidate = structs == 0 ? fresh : Updates.merge(List.of(update.array, fresh));
    List<BlockCursor> cursors = UpdateBlocks.of(candidate).cursors();
    CausalOrder order = CausalOrder.of(cursors, known);
    Known next = known;
    for (BlockCursor cursor : cursors) {
      ClientClocks clocks = known.of(cursor.client);
      int clock = order.clock(cursor.client);
      next = next.with(cursor.client, new ClientClocks(clock, clocks.deleted(), RangeSet.EMPTY));
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
    ByteWriter rest = out.finish();
    rest.writeVarUint(0);
    Bytes update = new Bytes(rest.toBytes());
    Known known = inLine;
    Struct struct = new Struct();
    for (BlockCursor cursor : UpdateBlocks.of(update.array).cursors()) {
      DeleteSet clocks = new DeleteSet();
      while (cursor.hasNext()) {
        cursor.next(struct);
        if (struct.kind != Struct.SKIP) {
          clocks.add(cursor.client, struct.clock, struct.end());
        }
      }
      ClientClocks before = known.of(cursor.client);
      RangeSet waiting = RangeSet.of(clocks.of(cursor.client));
      known =
          known.with(cursor.client, new ClientClocks(before.clock(), before.deleted(), waiting));
    }
    return new Settled(known, new Waiting(update, out.structs(), order.awaited()));
  }
}
