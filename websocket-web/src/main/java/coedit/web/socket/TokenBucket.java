package coedit.web.socket;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A rate limit that forgives bursts: holds up to {@code burst} tokens, refilled evenly. Confined to
 * the thread that delivers a socket's frames.
 */
public final class TokenBucket {

  private final long nanosPerToken;
  private final long capacityNanos;
  private final LongSupplier nanoTime;
  private long savedNanos;
  private long checkedAt;

  public TokenBucket(int perSecond, int burst, LongSupplier nanoTime) {
    this.nanosPerToken = Duration.ofSeconds(1).toNanos() / perSecond;
    this.capacityNanos = nanosPerToken * burst;
    this.nanoTime = nanoTime;
    this.savedNanos = capacityNanos;
    this.checkedAt = nanoTime.getAsLong();
  }

  /** Takes one token if there is one. */
  public boolean take() {
    long now = nanoTime.getAsLong();
    savedNanos = Math.min(capacityNanos, savedNanos + (now - checkedAt));
    checkedAt = now;
    if (savedNanos < nanosPerToken) {
      return false;
    }
    savedNanos -= nanosPerToken;
    return true;
  }

  /** How long after a failed {@link #take} the next one can succeed; at least a millisecond. */
  public Duration untilNext() {
    long missing = nanosPerToken - savedNanos;
    return Duration.ofMillis(1 + Duration.ofNanos(Math.max(0, missing)).toMillis());
  }
}
