package coedit.core.mailbox;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * Whether threads still take work. They may all be lost: to document types that do not come back,
 * beyond those that are replaced. Then nothing is edited here any more, and only a new start helps.
 */
public final class Pulse {

  /** Longer than a busy server's queue of turns, by far. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Executor threads;
  private final LongSupplier nanoTime;
  private volatile boolean waiting;
  private volatile long askedNanos;

  /**
   * @param threads what must run a task of no work sooner or later
   */
  public Pulse(Executor threads, LongSupplier nanoTime) {
    this.threads = threads;
    this.nanoTime = nanoTime;
  }

  /**
   * Hands a task over, unless the last one still waits; to be called every second by one thread.
   */
  public void beat() {
    if (!waiting) {
      askedNanos = nanoTime.getAsLong();
      waiting = true;
      threads.execute(() -> waiting = false);
    }
  }

  /** Whether the last task was run in time. */
  public boolean isThere() {
    return !waiting || nanoTime.getAsLong() - askedNanos <= PATIENCE.toNanos();
  }
}
