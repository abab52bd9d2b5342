package coedit.bench.load;

/**
 * Durations counted in buckets that grow with their value: 128 to each doubling, so a percentile is
 * right to one percent, and recording costs a few instructions.
 */
final class Histogram {

  private static final int STEPS = 128;
  private static final int STEP_BITS = 7;

  private final long[] counts = new long[STEPS * 40];
  private long total;

  void record(long nanos) {
    counts[bucket(Math.max(0, nanos) / 1_000)]++;
    total++;
  }

  long total() {
    return total;
  }

  /** The duration that this share of all does not exceed, in milliseconds; 0 when there is none. */
  double millisAt(double share) {
    long wanted = (long) Math.ceil(share * total);
    long seen = 0;
    for (int i = 0; i < counts.length && total > 0; i++) {
      seen += counts[i];
      if (seen >= wanted && seen > 0) {
        return floor(i + 1) / 1_000.0;
      }
    }
    return 0;
  }

  String p50AndP99() {
    return total == 0 ? "-" : "%.1f / %.1f".formatted(millisAt(0.5), millisAt(0.99));
  }

  private int bucket(long micros) {
    int shift = Math.max(0, 63 - Long.numberOfLeadingZeros(micros | 1) - STEP_BITS);
    return Math.min(counts.length - 2, shift * STEPS + (int) (micros >>> shift));
  }

  private static long floor(int bucket) {
    int shift = Math.max(0, bucket / STEPS - 1);
    return (long) (bucket - shift * STEPS) << shift;
  }
}
