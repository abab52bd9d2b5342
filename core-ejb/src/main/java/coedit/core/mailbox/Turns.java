package coedit.core.mailbox;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Runs short turns on a pool. The first task that a turn hands on is run by the same thread when
 * the turn is over, instead of waking another one for it: an edit goes through several mailboxes,
 * and waking a thread costs more than most turns do. Only one task waits like this; everything else
 * goes to the pool, so a turn that hands on much is still shared out.
 */
public final class Turns implements Executor {

  /** So many tasks in a row are kept from the pool; then those that wait there come first. */
  private static final int LONGEST_RUN = 16;

  private final Executor pool;
  private final ConcurrentHashMap<Thread, Run> running = new ConcurrentHashMap<>();

  public Turns(Executor pool) {
    this.pool = pool;
  }

  @Override
  public void execute(Runnable task) {
    Run run = running.get(Thread.currentThread());
    boolean kept = run != null && run.length < LONGEST_RUN && run.next.compareAndSet(null, task);
    if (!kept) {
      pool.execute(() -> run(task));
    }
  }

  /** A thread does not come back from its turn: what follows on it goes to the others. */
  public void lost(Thread thread) {
    Run run = running.get(thread);
    if (run != null) {
      handOn(run);
    }
  }

  private void run(Runnable first) {
    Run run = new Run();
    running.put(Thread.currentThread(), run);
    try {
      Runnable task = first;
      while (task != null) {
        run.length++;
        task.run();
        task = run.next.getAndSet(null);
      }
    } finally {
      running.remove(Thread.currentThread());
      handOn(run);
    }
  }

  private void handOn(Run run) {
    Runnable left = run.next.getAndSet(null);
    if (left != null) {
      pool.execute(() -> run(left));
    }
  }

  private static final class Run {
    private final AtomicReference<@Nullable Runnable> next = new AtomicReference<>();
    private int length;
  }
}
