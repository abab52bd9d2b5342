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
 * range instead of eight. Chunks are packed when they are left behind and unpacked when touched.
 */
final class RangeSet {

  static final RangeSet EMPTY = new RangeSet(new int[0], new Object[0], 0, 0);

  /** The most ints in a chunk. */
  private static final int CHUNK = 256;

  private static final int SMALL = 8;

  /** The first clock of each chunk. */
  private final int[] starts;

  /** Each an {@code int[]} or, packed, a {@code byte[]}. */
  private final Object[] chunks;

  private final long total;

  /** Behind the last clock. */
  private final int end;

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
    return chunks[c] instanceof int[] flat
        ? flat.length
        : (int) new ByteReader((byte[]) chunks[c]).readVarUint();
  }

  private int[] chunk(int c) {
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
