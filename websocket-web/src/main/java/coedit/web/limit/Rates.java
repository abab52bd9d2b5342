package coedit.web.limit;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How often each of many may do something: so many times per second in the long run, so many at
 * once after a rest. Remembers a bounded number of names, those longest silent go first.
 * Thread-safe.
 */
public final class Rates {

  private static final int MOST_NAMES = 50_000;
  private static final double NANOS = Duration.ofSeconds(1).toNanos();

  private static final class Bucket {
    private double left;
    private long filledAt;

    Bucket(double left, long filledAt) {
      this.left = left;
      this.filledAt = filledAt;
    }
  }

  private final double perSecond;
  private final int burst;
  private final LongSupplier nanoTime;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > MOST_NAMES;
        }
      };

  public Rates(double perSecond, int burst, LongSupplier nanoTime) {
    if (perSecond <= 0 || burst < 1) {
      throw new IllegalArgumentException(perSecond + " per second, " + burst + " at once");
    }
    this.perSecond = perSecond;
    this.burst = burst;
    this.nanoTime = nanoTime;
  }

  /** How many names are remembered; bounded. */
  public synchronized int names() {
    return buckets.size();
  }

  /** Counts once more under a name; false when that is once too often. */
  public synchronized boolean take(String name) {
    Bucket bucket = buckets.computeIfAbsent(name, n -> new Bucket(burst, nanoTime.getAsLong()));
    fill(bucket);
    if (bucket.left < 1) {
      return false;
    }
    bucket.left--;
    return true;
  }

  /** Whether once more would not be too often; remembers nobody for it. */
  public synchronized boolean has(String name) {
    Bucket bucket = buckets.get(name);
    if (bucket == null) {
      return true;
    }
    fill(bucket);
    return bucket.left >= 1;
  }

  private void fill(Bucket bucket) {
    long now = nanoTime.getAsLong();
    bucket.left = Math.min(burst, bucket.left + (now - bucket.filledAt) / NANOS * perSecond);
    bucket.filledAt = now;
  }
}
