package coedit.core.commit;

import coedit.persistence.CommitResult;
import coedit.persistence.OperationLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The committing thread: takes everything that waits, commits it as one group, and again. The wait
 * is bounded by the lanes, which stop assigning revisions when too much is pending.
 */
public final class Committer implements Runnable {

  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final System.Logger LOG = System.getLogger(Committer.class.getName());

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  /**
   * A transaction costs as much as some dozens of operations in it. So when so many come that one
   * group had that many, groups do not follow each other faster than this: nobody notices the
   * delay, and the processor time goes into the operations instead.
   */
  private static final Duration CROWDED_PACE = Duration.ofMillis(5);

  private static final int CROWD = 16;

  private final BlockingQueue<PendingBatch> waiting = new LinkedBlockingQueue<>();
  private final GroupCommit commits;
  private final Settings settings;
  private volatile List<PendingBatch> unreachable = List.of();
  private volatile boolean stopped;
  private volatile boolean committing;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile long begunNanos;

  /**
   * Bounds of a group.
   *
   * @param maxOperations most operations in one transaction, about
   * @param window how long a group gathers before it commits; zero commits at once
   */
  public record Settings(int maxOperations, Duration window) {
    public Settings {
      if (maxOperations < 1 || window.isNegative() || window.toMillis() > 200) {
        throw new IllegalArgumentException("group of " + maxOperations + " within " + window);
      }
    }
  }

  public Committer(
      OperationLog log, ShardLeases leases, Settings settings, Consumer<CommitResult> observer) {
    this.commits = new GroupCommit(log, leases, observer);
    this.settings = settings;
  }

  /** Queues a batch; batches of one document are committed in the order they are queued. */
  public void enqueue(PendingBatch batch) {
    waiting.add(batch);
  }

  /** How many batches wait, for their turn or for the database; for the gauge. */
  public int queued() {
    return waiting.size() + unreachable.size();
  }

  /** How long the transaction in hand has been at the database; zero when there is none. */
  public Duration inHand() {
    return committing ? Duration.ofNanos(System.nanoTime() - begunNanos) : Duration.ZERO;
  }

  /**
   * Ends the thread when all that waits is committed, or the database cannot be reached; returns
   * then, or after so long.
   */
  public void stop(Duration patience) {
    stopped = true;
    try {
      if (!ended.await(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        LOG.log(System.Logger.Level.WARNING, "stopping before the last transaction has ended");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void run() {
    Duration pause = FIRST_PAUSE;
    try {
      while (!stopped || (!waiting.isEmpty() && unreachable.isEmpty())) {
        List<PendingBatch> group = new ArrayList<>(unreachable);
        gather(group, unreachable.isEmpty() ? Duration.ofSeconds(1) : Duration.ZERO);
        if (commit(group)) {
          pause = FIRST_PAUSE;
          keepPace(group);
        } else {
          pauseFor(pause);
          pause =
              pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
                  ? pause.multipliedBy(2)
                  : LONGEST_PAUSE;
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      ended.countDown();
    }
  }

  /** Whether the thread is gone without having been stopped: nothing is committed any more. */
  public boolean isDead() {
    return ended.getCount() == 0 && !stopped;
  }

  /**
   * One turn of the loop without its waits, for whoever brings time of their own.
   *
   * @return whether nothing is left to commit
   */
  public boolean step() {
    List<PendingBatch> group = new ArrayList<>(unreachable);
    take(group, operationsOf(group));
    return commit(group) && waiting.isEmpty();
  }

  /** Whether the database could be reached; otherwise the rest is kept for the next turn. */
  private boolean commit(List<PendingBatch> group) {
    if (!group.isEmpty()) {
      begunNanos = System.nanoTime();
      committing = true;
      try {
        unreachable = List.copyOf(commits.commit(group));
      } catch (RuntimeException | Error bug) {
        // This thread is the only one that commits: it outlives every bug.
        LOG.log(System.Logger.Level.ERROR, "a group of commits failed in an unexpected way", bug);
        unreachable = List.of();
        commits.abandon(group);
      } finally {
        committing = false;
      }
    }
    return unreachable.isEmpty();
  }

  /** Waits for the first batch, then for the window, then takes what is there. */
  private void gather(List<PendingBatch> group, Duration patience) throws InterruptedException {
    int operations = operationsOf(group);
    if (group.isEmpty()) {
      PendingBatch first = waiting.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (first == null) {
        return;
      }
      group.add(first);
      operations = first.operations().size();
      if (!settings.window().isZero()) {
        pauseFor(settings.window());
      }
    }
    take(group, operations);
  }

  private void take(List<PendingBatch> group, int already) {
    int operations = already;
    PendingBatch next;
    while (operations < settings.maxOperations() && (next = waiting.poll()) != null) {
      group.add(next);
      operations += next.operations().size();
    }
  }

  private static int operationsOf(List<PendingBatch> group) {
    return group.stream().mapToInt(batch -> batch.operations().size()).sum();
  }

  private void keepPace(List<PendingBatch> group) throws InterruptedException {
    int operations = operationsOf(group);
    long early = CROWDED_PACE.toNanos() - (System.nanoTime() - begunNanos);
    if (operations >= CROWD && early > 0) {
      pauseFor(Duration.ofNanos(early));
    }
  }

  private static void pauseFor(Duration duration) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(duration.toNanos());
  }
}
