package coedit.plugin.yjs.update;

import coedit.plugin.yjs.encoding.ByteReader;
import coedit.plugin.yjs.encoding.ByteWriter;
import java.util.Arrays;
import java.util.List;

/**
 * The functions on updates alone. All of them throw {@link
 * coedit.plugin.yjs.encoding.MalformedUpdateException} when an argument is no update.
 */
public final class Updates {

  private static final int EXPECTED_OVERHEAD = 64;

  private Updates() {}

  /** The update that brings nothing. */
  public static byte[] empty() {
    return new byte[] {0, 0};
  }

  /**
   * One update that brings what all of them bring, in whatever order they are: each clock once,
   * runs joined, Skips where clocks are missing, delete sets united.
   */
  public static byte[] merge(List<byte[]> updates) {
    UpdateBlocks blocks = UpdateBlocks.of(updates);
    RunWriter out = new RunWriter(size(updates));
    StructMerge.write(blocks.cursors(), StructMerge.Lens.CLEAR, out);
    return withDeletes(out, blocks.deletes());
  }

  /** What of {@code update} somebody with this state vector lacks; the delete set is kept whole. */
  public static byte[] diff(byte[] update, StateVector known) {
    UpdateBlocks blocks = UpdateBlocks.of(update);
    RunWriter out = new RunWriter(EXPECTED_OVERHEAD);
    StructMerge.Lens lens =
        new StructMerge.Lens() {
          @Override
          public int[] hidden(long client) {
            return new int[] {0, known.clock(client)};
          }
        };
    StructMerge.write(blocks.cursors(), lens, out);
    return withDeletes(out, blocks.deletes());
  }

  /**
   * What a document was when a Yjs snapshot of it was taken: the structs that the snapshot knows,
   * and what was deleted then.
   *
   * @param update the whole document, with the contents of what was deleted since
   */
  public static byte[] at(byte[] update, byte[] snapshot) {
    ByteReader in = new ByteReader(snapshot);
    DeleteSet deleted = new DeleteSet();
    deleted.read(in);
    StateVector known =
        StateVector.read(Arrays.copyOfRange(snapshot, in.position(), snapshot.length));
    UpdateBlocks blocks = UpdateBlocks.of(update);
    RunWriter out = new RunWriter(update.length);
    StructMerge.Lens lens =
        new StructMerge.Lens() {
          @Override
          public int[] hidden(long client) {
            return new int[] {known.clock(client), Integer.MAX_VALUE};
          }
        };
    StructMerge.write(blocks.cursors(), lens, out);
    return withDeletes(out, deleted);
  }

  /**
   * An update of format v2 in format v1.
   *
   * @param maxBytes of the result; more is malformed
   */
  public static byte[] fromV2(byte[] update, int maxBytes) {
    byte[] v1 = V2Import.toV1(update, maxBytes);
    UpdateBlocks.of(v1);
    return v1;
  }

  /** For each client whose clocks {@code update} holds from 0 on, the first clock missing. */
  public static byte[] stateVector(byte[] update) {
    return StateVector.ofUpdate(update);
  }

  /** What {@code update} brings to somebody who knows {@code known}: structs and deletes. */
  static byte[] unknown(byte[] update, Known known) {
    UpdateBlocks blocks = UpdateBlocks.of(update);
    RunWriter out = new RunWriter(EXPECTED_OVERHEAD);
    StructMerge.Lens lens =
        new StructMerge.Lens() {
          @Override
          public int[] hidden(long client) {
            ClientClocks clocks = known.of(client);
            return clocks.waiting().with(0, clocks.clock()).flat();
          }
        };
    StructMerge.write(blocks.cursors(), lens, out);
    DeleteSet fresh = new DeleteSet();
    for (long client : blocks.deletes().clients()) {
      int[] rest = Ranges.without(blocks.deletes().of(client), known.of(client).deleted().flat());
      for (int i = 0; i < rest.length; i += 2) {
        fresh.add(client, rest[i], rest[i + 1]);
      }
    }
    return withDeletes(out, fresh);
  }

  /** A whole document, and where in it what is deleted stands. */
  static final class Canonical {
    final byte[] content;
    final int deletes;

    Canonical(byte[] content, int deletes) {
      this.content = content;
      this.deletes = deletes;
    }

    /** What is known of this document, without what can be read from it. */
    Known lean(Known known) {
      return known.in(content, deletes);
    }
  }

  /**
   * The canonical form of a whole document: what {@code updates} hold, the content of deleted
   * clocks left out, types excepted, whose children are not deleted one by one.
   */
  static Canonical canonical(List<byte[]> updates, Known known) {
    RunWriter out = new RunWriter(size(updates));
    StructMerge.Lens lens =
        new StructMerge.Lens() {
          @Override
          public int[] deleted(long client) {
            return known.of(client).deleted().flat();
          }
        };
    StructMerge.write(UpdateBlocks.of(updates).cursors(), lens, out);
    ByteWriter whole = out.finish();
    int deletes = whole.size();
    known.writeDeleteSet(whole);
    return new Canonical(whole.toBytes(), deletes);
  }

  /** About as much as all of them together; joined runs take less. */
  private static int size(List<byte[]> updates) {
    int size = EXPECTED_OVERHEAD;
    for (byte[] update : updates) {
      size += update.length / (updates.size() > 1 ? 2 : 1);
    }
    return size;
  }

  private static byte[] withDeletes(RunWriter structs, DeleteSet deletes) {
    ByteWriter whole = structs.finish();
    deletes.write(whole);
    return whole.toBytes();
  }
}
