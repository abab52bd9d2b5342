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
   * @param known what is known without it
   */
  Settled settle(byte[] fresh, Known known) {
    UpdateBlocks blocks = UpdateBlocks.of(fresh, 1);
    Known withFresh = noted(blocks, known);
    byte[] candidate = structs == 0 ? fresh : Updates.merge(List.of(update.array, fresh));
    CausalOrder order = CausalOrder.of(UpdateBlocks.of(candidate, 0).cursors(), known);
    Known next = withFresh;
    List<BlockCursor> cursors = UpdateBlocks.of(candidate, 0).cursors();
    for (BlockCursor cursor : cursors) {
      ClientClocks clocks = next.of(cursor.client);
      int clock = order.clock(cursor.client);
      next = next.with(cursor.client, clocks.inLineUpTo(clock, clocks.waiting()));
    }
    return new Settled(next, rest(cursors, order));
  }

  private static Waiting rest(List<BlockCursor> cursors, CausalOrder order) {
    StructMerge.Lens lens =
        new StructMerge.Lens() {
          @Override
          public int[] hidden(long client) {
            return new int[] {0, order.clock(client)};
          }
        };
    RunWriter out = new RunWriter(64);
    StructMerge.write(cursors, lens, out);
    if (out.structs() == 0) {
      return NOTHING;
    }
    ByteWriter rest = out.finish();
    rest.writeVarUint(0);
    return new Waiting(new Bytes(rest.toBytes()), out.structs(), order.awaited());
  }

  /** Adds an update's deletes, and its structs as waiting. */
  private static Known noted(UpdateBlocks blocks, Known known) {
    Struct struct = new Struct();
    Known next = known;
    for (BlockCursor cursor : blocks.cursors()) {
      DeleteSet clocks = new DeleteSet();
      while (cursor.hasNext()) {
        cursor.next(struct);
        if (struct.kind != Struct.SKIP) {
          clocks.add(cursor.client, struct.clock, struct.end());
        }
        if (struct.kind == Struct.GC || struct.kind == Struct.DELETED) {
          blocks.deletes().add(cursor.client, struct.clock, struct.end());
        }
      }
      int[] flat = clocks.of(cursor.client);
      ClientClocks before = next.of(cursor.client);
      next =
          next.with(
              cursor.client,
              before.inLineUpTo(before.clock(), before.waiting().union(flat, flat.length)));
    }
    for (long client : blocks.deletes().clients()) {
      int[] flat = blocks.deletes().of(client);
      next = next.withDeleted(client, flat, flat.length);
    }
    return next;
  }
}
