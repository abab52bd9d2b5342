package coedit.core.mailbox;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Whether threads still take work, however much of it waits. They may all be lost: to document
 * types that do not come back, beyond those that are replaced. Then nothing is edited here any
 * more, and only a new start helps.
 */
public final class Pulse {

  private final Executor threads;
  private final LongSupplier done;
  private final Duration patience;
  private final BooleanSupplier counts;
  private final LongSupplier nanoTime;
  private volatile boolean waiting;
  private volatile long askedNanos;
  private long doneBefore;

  /**
   * @param threads what must run a task of no work sooner or later
   * @param done how many tasks of any kind they have done so far
   * @param patience how long they may have done none: longer than one task takes, by far
   * @param counts whether they could take work now; time in which they cannot is not counted
   */
  public Pulse(
      Executor threads,
      LongSupplier done,
      Duration patience,
      BooleanSupplier counts,
      LongSupplier nanoTime) {
    this.threads = threads;
    this.done = done;
    this.patience = patience;
    this.counts = counts;
    this.nanoTime = nanoTime;
  }

  /**
   * Hands a task over, unless the last one still waits; to be called every second by one thread.
   */
  public void beat() {
    long doneNow = done.getAsLong();
    if (!waiting || doneNow != doneBefore || !counts.getAsBoolean()) {
      askedNanos = nanoTime.getAsLong();
    }
    doneBefore = doneNow;
    if (!waiting) {
      waiting = true;
      threads.execute(() -> waiting = false);
    }
  }

  /** Whether the last task was run in time, or others before it are. */
  public boolean isThere() {
    return !waiting || nanoTime.getAsLong() - askedNanos <= patience.toNanos();
  }
}
