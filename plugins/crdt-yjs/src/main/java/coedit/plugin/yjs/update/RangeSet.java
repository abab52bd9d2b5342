package coedit.plugin.yjs.update;

import java.util.Arrays;

/**
 * An immutable set of clocks as sorted ranges that neither overlap nor touch. Adding a range copies
 * one chunk and the list of chunks.
 *
 * <p>Ranges are written flat, as {@code [start, end, start, end, ...]}, ends exclusive.
 */
final class RangeSet {

  static final RangeSet EMPTY = new RangeSet(new int[0][], 0);

  private static final int CHUNK = 128;
  private static final int SMALL = 8;

  private final int[][] chunks;
  private final long total;

  private RangeSet(int[][] chunks, long total) {
    this.chunks = chunks;
    this.total = total;
  }

  /** The set of the ranges in {@code flat}, which may be unsorted, overlap and touch. */
  static RangeSet of(int... flat) {
    return normalised(Ranges.normalised(flat, flat.length));
  }

  boolean isEmpty() {
    return chunks.length == 0;
  }

  /** The number of clocks in the set. */
  long total() {
    return total;
  }

  /** The number of ranges. */
  int count() {
    int ints = 0;
    for (int[] chunk : chunks) {
      ints += chunk.length;
    }
    return ints / 2;
  }

  /** Whether a clock is in the set. */
  boolean contains(int clock) {
    int c = chunkOf(clock);
    if (c < 0) {
      return false;
    }
    int r = rangeOf(chunks[c], clock);
    return r >= 0 && clock < chunks[c][r + 1];
  }

  /** This set and the {@code length} first ints of {@code flat}, normalised ranges. */
  RangeSet union(int[] flat, int length) {
    if (length > SMALL) {
      return normalised(Ranges.united(flat(), Arrays.copyOf(flat, length)));
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
    if (chunks.length == 0) {
      return new RangeSet(new int[][] {{start, end}}, end - start);
    }
    // The chunks that hold a range which overlaps or touches; at least one.
    int first = Math.max(chunkOf(start), 0);
    int last = Math.max(chunkOf(end), first);
    int[] before = first == last ? chunks[first] : joined(first, last);
    if (covers(before, start, end)) {
      return this;
    }
    int[] after = Ranges.united(before, new int[] {start, end});
    int[][] parts = split(after);
    int[][] all = new int[chunks.length - (last - first + 1) + parts.length][];
    System.arraycopy(chunks, 0, all, 0, first);
    System.arraycopy(parts, 0, all, first, parts.length);
    System.arraycopy(chunks, last + 1, all, first + parts.length, chunks.length - last - 1);
    return new RangeSet(all, total - Ranges.total(before) + Ranges.total(after));
  }

  /** The clocks of this set from {@code clock} on. */
  RangeSet from(int clock) {
    if (isEmpty() || chunks[0][0] >= clock) {
      return this;
    }
    int[] all = flat();
    int[] kept = new int[all.length];
    int size = 0;
    for (int i = 0; i < all.length; i += 2) {
      if (all[i + 1] > clock) {
        kept[size++] = Math.max(all[i], clock);
        kept[size++] = all[i + 1];
      }
    }
    return normalised(Arrays.copyOf(kept, size));
  }

  /** All ranges. */
  int[] flat() {
    return chunks.length == 1 ? chunks[0].clone() : joined(0, chunks.length - 1);
  }

  private int[] joined(int first, int last) {
    int size = 0;
    for (int c = first; c <= last; c++) {
      size += chunks[c].length;
    }
    int[] all = new int[size];
    int at = 0;
    for (int c = first; c <= last; c++) {
      System.arraycopy(chunks[c], 0, all, at, chunks[c].length);
      at += chunks[c].length;
    }
    return all;
  }

  private static RangeSet normalised(int[] flat) {
    return flat.length == 0 ? EMPTY : new RangeSet(split(flat), Ranges.total(flat));
  }

  private static int[][] split(int[] flat) {
    if (flat.length <= CHUNK) {
      return new int[][] {flat};
    }
    int half = CHUNK / 2;
    int[][] parts = new int[(flat.length + half - 1) / half][];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = Arrays.copyOfRange(flat, i * half, Math.min((i + 1) * half, flat.length));
    }
    return parts;
  }

  private static boolean covers(int[] flat, int start, int end) {
    int r = rangeOf(flat, start);
    return r >= 0 && end <= flat[r + 1];
  }

  /** The last range of {@code flat} that starts at or before {@code clock}; -1 for none. */
  private static int rangeOf(int[] flat, int clock) {
    int low = 0;
    int high = flat.length / 2 - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (flat[2 * middle] <= clock) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high < 0 ? -1 : 2 * high;
  }

  /** The last chunk that starts at or before {@code clock}; -1 for none. */
  private int chunkOf(int clock) {
    int low = 0;
    int high = chunks.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (chunks[middle][0] <= clock) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }
}
