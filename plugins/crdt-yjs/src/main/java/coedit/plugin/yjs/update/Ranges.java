package coedit.plugin.yjs.update;

import java.util.Arrays;

/** Arithmetic on flat lists of ranges, {@code [start, end, start, end, ...]}, ends exclusive. */
final class Ranges {

  static final int[] NONE = {};

  private Ranges() {}

  /** The number of clocks in normalised ranges. */
  static long total(int[] flat) {
    long sum = 0;
    for (int i = 0; i < flat.length; i += 2) {
      sum += flat[i + 1] - flat[i];
    }
    return sum;
  }

  /** The first {@code length} ints of {@code flat}, sorted; what overlaps or touches is joined. */
  static int[] normalised(int[] flat, int length) {
    if (isNormalised(flat, length)) {
      return Arrays.copyOf(flat, length);
    }
    long[] pairs = new long[length / 2];
    for (int i = 0; i < pairs.length; i++) {
      pairs[i] = (long) flat[2 * i] << 32 | flat[2 * i + 1];
    }
    Arrays.sort(pairs);
    int[] joined = new int[length];
    int size = 0;
    for (long pair : pairs) {
      size = append(joined, size, (int) (pair >> 32), (int) pair);
    }
    return Arrays.copyOf(joined, size);
  }

  /** How many clocks from {@code start} to {@code end} are in normalised ranges. */
  static int covered(int[] flat, int start, int end) {
    int sum = 0;
    for (int i = firstEndingFrom(flat, start); i < flat.length && flat[i] < end; i += 2) {
      sum += Math.min(flat[i + 1], end) - Math.max(flat[i], start);
    }
    return sum;
  }

  /** How many normalised ranges end beyond {@code clock}. */
  static int countBeyond(int[] flat, int clock) {
    return clock == Integer.MAX_VALUE ? 0 : (flat.length - firstEndingFrom(flat, clock + 1)) / 2;
  }

  /** Normalised ranges and one more; {@code flat} itself when that is in them. */
  static int[] with(int[] flat, int start, int end) {
    int low = firstEndingFrom(flat, start);
    int high = low;
    int newStart = start;
    int newEnd = end;
    while (high < flat.length && flat[high] <= end) {
      newStart = Math.min(newStart, flat[high]);
      newEnd = Math.max(newEnd, flat[high + 1]);
      high += 2;
    }
    if (high == low + 2 && newStart == flat[low] && newEnd == flat[low + 1]) {
      return flat;
    }
    int[] all = new int[flat.length - (high - low) + 2];
    System.arraycopy(flat, 0, all, 0, low);
    all[low] = newStart;
    all[low + 1] = newEnd;
    System.arraycopy(flat, high, all, low + 2, flat.length - high);
    return all;
  }

  /** Where the first range stands that ends at or after {@code clock}. */
  private static int firstEndingFrom(int[] flat, int clock) {
    int low = 0;
    int high = flat.length / 2;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (flat[2 * middle + 1] < clock) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return 2 * low;
  }

  /** The union of two normalised lists. */
  static int[] united(int[] one, int[] two) {
    int[] joined = new int[one.length + two.length];
    int size = 0;
    int i = 0;
    int k = 0;
    while (i < one.length || k < two.length) {
      if (k == two.length || (i < one.length && one[i] <= two[k])) {
        size = append(joined, size, one[i], one[i + 1]);
        i += 2;
      } else {
        size = append(joined, size, two[k], two[k + 1]);
        k += 2;
      }
    }
    return size == joined.length ? joined : Arrays.copyOf(joined, size);
  }

  /** What is in {@code flat} and not in {@code taken}, both normalised. */
  static int[] without(int[] flat, int[] taken) {
    int[] rest = new int[flat.length + taken.length];
    int size = 0;
    int k = 0;
    for (int i = 0; i < flat.length; i += 2) {
      int start = flat[i];
      while (k < taken.length && taken[k + 1] <= start) {
        k += 2;
      }
      for (int t = k; t < taken.length && taken[t] < flat[i + 1]; t += 2) {
        if (taken[t] > start) {
          rest[size++] = start;
          rest[size++] = taken[t];
        }
        start = Math.max(start, taken[t + 1]);
      }
      if (start < flat[i + 1]) {
        rest[size++] = start;
        rest[size++] = flat[i + 1];
      }
    }
    return Arrays.copyOf(rest, size);
  }

  private static boolean isNormalised(int[] flat, int length) {
    for (int i = 2; i < length; i += 2) {
      if (flat[i] <= flat[i - 1]) {
        return false;
      }
    }
    return true;
  }

  /** Appends a range that starts at or after the last one's start. */
  private static int append(int[] flat, int size, int start, int end) {
    if (size > 0 && start <= flat[size - 1]) {
      flat[size - 1] = Math.max(flat[size - 1], end);
      return size;
    }
    flat[size] = start;
    flat[size + 1] = end;
    return size + 2;
  }
}
