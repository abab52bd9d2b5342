package coedit.plugin.yjs.update;

import coedit.plugin.yjs.encoding.ByteReader;
import coedit.plugin.yjs.encoding.ByteWriter;
import java.util.Arrays;

/**
 * An immutable set of clocks as sorted ranges that neither overlap nor touch. Adding a range copies
 * one chunk and the list of chunks.
 *
 * <p>Ranges are written flat, as {@code [start, end, start, end, ...]}, ends exclusive. A chunk is
 * such an array, or packed: the same as differences in variable length, two or three bytes for a
 * range instead of eight. Chunks are packed when they are left behind and unpacked when touched. A
 * set that stands in an update which is kept anyway is one chunk, that place in the update.
 */
final class RangeSet {

  static final RangeSet EMPTY = new RangeSet(new int[0], new Object[0], 0, 0);

  /** The most ints in a chunk. */
  private static final int CHUNK = 256;

  private static final int SMALL = 8;

  /** The first clock of each chunk. */
  private final int[] starts;

  /** Each an {@code int[]}; packed, a {@code byte[]}; or the only one, {@link Written}. */
  private final Object[] chunks;

  private final long total;

  /** Behind the last clock. */
  private final int end;

  /** Ranges where an update has them, each a clock and a length. */
  private static final class Written {
    final byte[] update;
    final int from;
    final int count;

    Written(byte[] update, int from, int count) {
      this.update = update;
      this.from = from;
      this.count = count;
    }

    int[] flat() {
      ByteReader in = new ByteReader(update, from, update.length);
      int[] flat = new int[2 * count];
      for (int i = 0; i < flat.length; i += 2) {
        flat[i] = in.readVarUint31();
        flat[i + 1] = flat[i] + in.readVarUint31();
      }
      return flat;
    }
  }

  private RangeSet(int[] starts, Object[] chunks, long total, int end) {
    this.starts = starts;
    this.chunks = chunks;
    this.total = total;
    this.end = end;
  }

  /** The set of the ranges in {@code flat}, which may be unsorted, overlap and touch. */
  static RangeSet of(int... flat) {
    return packed(Ranges.normalised(flat, flat.length));
  }

  /**
   * This set, if its ranges stand in an update as this class would write them: then they are read
   * there when they are asked for.
   *
   * @param from where the first of them stands
   */
  RangeSet in(byte[] update, int from, int count) {
    if (isEmpty()) {
      return this;
    }
    Written written = new Written(update, from, count);
    return Arrays.equals(written.flat(), flat())
        ? new RangeSet(new int[] {starts[0]}, new Object[] {written}, total, end)
        : this;
  }

  /** This set, without an update that it is read from. */
  RangeSet own() {
    return !isEmpty() && chunks[0] instanceof Written written ? packed(written.flat()) : this;
  }

  boolean isEmpty() {
    return chunks.length == 0;
  }

  /** The number of clocks in the set. */
  long total() {
    return total;
  }

  /** How many ranges end beyond {@code clock}: a step for each chunk of those. */
  int countBeyond(int clock) {
    int count = 0;
    for (int c = end <= clock ? -1 : chunks.length - 1; c >= 0; c--) {
      if (starts[c] > clock) {
        count += size(c) / 2;
      } else {
        return count + Ranges.countBeyond(chunk(c), clock);
      }
    }
    return count;
  }

  /** This set and the {@code length} first ints of {@code flat}, normalised ranges. */
  RangeSet union(int[] flat, int length) {
    if (length > SMALL) {
      return packed(Ranges.united(flat(), Arrays.copyOf(flat, length)));
    }
    RangeSet set = this;
    for (int i = 0; i < length; i += 2) {
      set = set.with(flat[i], flat[i + 1]);
    }
    return set;
  }

  /** This set and the clocks from {@code start} to, not including, {@code end}. */
  RangeSet with(int start, int end) {
    if (start >= end) {
      return this;
    }
    if (isEmpty()) {
      return new RangeSet(
          new int[] {start}, new Object[] {new int[] {start, end}}, end - start, end);
    }
    if (chunks[0] instanceof Written) {
      return own().with(start, end);
    }
    // The chunks that hold a range which overlaps or touches; at least one.
    int first = Math.max(chunkOf(start), 0);
    int last = Math.max(chunkOf(end), first);
    int[] before = joined(first, last);
    int[] after = Ranges.with(before, start, end);
    if (after == before) {
      return this;
    }
    long newTotal = total + (end - start) - Ranges.covered(before, start, end);
    if (after.length <= CHUNK) {
      return replaced(first, last, newTotal, after);
    }
    int half = after.length / 4 * 2;
    int[] left = Arrays.copyOf(after, half);
    int[] right = Arrays.copyOfRange(after, half, after.length);
    return start < right[0]
        ? replaced(first, last, newTotal, left, pack(right))
        : replaced(first, last, newTotal, pack(left), right);
  }

  /** All ranges; not to be written to. */
  int[] flat() {
    return isEmpty() ? Ranges.NONE : joined(0, chunks.length - 1);
  }

  /** Chunks {@code first} to {@code last} give way to others. */
  private RangeSet replaced(int first, int last, long newTotal, Object... by) {
    int size = chunks.length - (last - first + 1) + by.length;
    int[] newStarts = new int[size];
    Object[] newChunks = new Object[size];
    System.arraycopy(starts, 0, newStarts, 0, first);
    System.arraycopy(chunks, 0, newChunks, 0, first);
    for (int i = 0; i < by.length; i++) {
      newStarts[first + i] = by[i] instanceof int[] flat ? flat[0] : unpack((byte[]) by[i])[0];
      newChunks[first + i] = by[i];
    }
    int behind = first + by.length;
    System.arraycopy(starts, last + 1, newStarts, behind, size - behind);
    System.arraycopy(chunks, last + 1, newChunks, behind, size - behind);
    int newEnd = last == chunks.length - 1 ? endOf(by[by.length - 1]) : end;
    return new RangeSet(newStarts, newChunks, newTotal, newEnd);
  }

  private static int endOf(Object chunk) {
    int[] flat = chunk instanceof int[] open ? open : unpack((byte[]) chunk);
    return flat[flat.length - 1];
  }

  private int[] joined(int first, int last) {
    if (first == last) {
      return chunk(first);
    }
    int[][] parts = new int[last - first + 1][];
    int size = 0;
    for (int p = 0; p < parts.length; p++) {
      parts[p] = chunk(first + p);
      size += parts[p].length;
    }
    int[] all = new int[size];
    int at = 0;
    for (int[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  /** The number of ints in a chunk. */
  private int size(int c) {
    if (chunks[c] instanceof Written written) {
      return 2 * written.count;
    }
    return chunks[c] instanceof int[] flat
        ? flat.length
        : (int) new ByteReader((byte[]) chunks[c]).readVarUint();
  }

  private int[] chunk(int c) {
    if (chunks[c] instanceof Written written) {
      return written.flat();
    }
    return chunks[c] instanceof int[] flat ? flat : unpack((byte[]) chunks[c]);
  }

  /** The set of normalised ranges, all chunks packed. */
  private static RangeSet packed(int[] flat) {
    if (flat.length == 0) {
      return EMPTY;
    }
    int each = CHUNK / 2;
    int[] starts = new int[(flat.length + each - 1) / each];
    Object[] chunks = new Object[starts.length];
    for (int c = 0; c < starts.length; c++) {
      int[] part = Arrays.copyOfRange(flat, c * each, Math.min((c + 1) * each, flat.length));
      starts[c] = part[0];
      chunks[c] = pack(part);
    }
    return new RangeSet(starts, chunks, Ranges.total(flat), flat[flat.length - 1]);
  }

  private static byte[] pack(int[] flat) {
    ByteWriter out = new ByteWriter(3 * flat.length);
    out.writeVarUint(flat.length);
    int last = 0;
    for (int clock : flat) {
      out.writeVarUint(clock - last);
      last = clock;
    }
    return out.toBytes();
  }

  private static int[] unpack(byte[] packed) {
    ByteReader in = new ByteReader(packed);
    int[] flat = new int[(int) in.readVarUint()];
    int clock = 0;
    for (int i = 0; i < flat.length; i++) {
      clock += (int) in.readVarUint();
      flat[i] = clock;
    }
    return flat;
  }

  /** The last chunk that starts at or before {@code clock}; -1 for none. */
  private int chunkOf(int clock) {
    int place = Arrays.binarySearch(starts, clock);
    return place >= 0 ? place : -place - 2;
  }
}
