package coedit.core.commit;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Whether the database answers, and is the one that this server began with: asks it now and then,
 * one question at a time, and looks how long the transaction in hand takes. Any thread may call.
 */
public final class StoreWatch {

  private static final System.Logger LOG = System.getLogger(StoreWatch.class.getName());

  /** What takes longer means that the database stands still. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Committer committer;
  private final BooleanSupplier question;
  private final Executor blocking;
  private final LongSupplier nanoTime;
  private final AtomicBoolean asking = new AtomicBoolean();
  private volatile long askedNanos;
  private volatile boolean answered = true;
  private volatile boolean outlived;

  /**
   * @param question asks the database whether it is still what this server began with; throws when
   *     there is no answer
   * @param blocking where it may wait
   */
  public StoreWatch(
      Committer committer, BooleanSupplier question, Executor blocking, LongSupplier nanoTime) {
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
      if (!question.getAsBoolean() && !outlived) {
        outlived = true;
        LOG.log(
            System.Logger.Level.ERROR,
            "the database is not what this server began with: a backup was put into its place;"
                + " nothing is saved here any more until the server is started again");
      }
      answered = true;
    } catch (RuntimeException | Error away) {
      answered = false;
    } finally {
      asking.set(false);
    }
  }

  /**
   * Whether another history has taken the place of the one that this server knows. Then it may
   * commit nothing any more, and only a new start helps.
   */
  public boolean isOutlived() {
    return outlived;
  }

  /** Whether edits can be expected to be committed now. */
  public boolean isReachable() {
    boolean silent = asking.get() && nanoTime.getAsLong() - askedNanos > PATIENCE.toNanos();
    return answered && !outlived && !silent && committer.inHand().compareTo(PATIENCE) <= 0;
  }

  /** Whether the committing thread is there; without it only a new start helps. */
  public boolean isCommitterAlive() {
    return !committer.isDead();
  }
}
