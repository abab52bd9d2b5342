package coedit.core.commit;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * Whether the database answers: asks it something small now and then, one question at a time, and
 * looks how long the transaction in hand takes. Any thread may call.
 */
public final class StoreWatch {

  /** What takes longer means that the database stands still. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Committer committer;
  private final Runnable question;
  private final Executor blocking;
  private final LongSupplier nanoTime;
  private final AtomicBoolean asking = new AtomicBoolean();
  private volatile long askedNanos;
  private volatile boolean answered = true;

  /**
   * @param question asks the database; throws when there is no answer
   * @param blocking where it may wait
   */
  public StoreWatch(
      Committer committer, Runnable question, Executor blocking, LongSupplier nanoTime) {
    this.committer = committer;
    this.question = question;
    this.blocking = blocking;
    this.nanoTime = nanoTime;
  }

  /** Asks again, unless the last question is still open. */
  public void look() {
    if (asking.compareAndSet(false, true)) {
      askedNanos = nanoTime.getAsLong();
      blocking.execute(this::ask);
    }
  }

  private void ask() {
    try {
      question.run();
      answered = true;
    } catch (RuntimeException | Error away) {
      answered = false;
    } finally {
      asking.set(false);
    }
  }

  /** Whether edits can be expected to be committed now. */
  public boolean isReachable() {
    boolean silent = asking.get() && nanoTime.getAsLong() - askedNanos > PATIENCE.toNanos();
    return answered && !silent && committer.inHand().compareTo(PATIENCE) <= 0;
  }

  /** Whether the committing thread is there; without it only a new start helps. */
  public boolean isCommitterAlive() {
    return !committer.isDead();
  }
}
