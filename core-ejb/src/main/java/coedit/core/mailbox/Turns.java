package coedit.core.mailbox;

import java.util.concurrent.Executor;
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

  /** Of this pool's threads: a static one would mix up two members in one process. */
  @SuppressWarnings("ThreadLocalUsage")
  private final ThreadLocal<@Nullable Run> current = new ThreadLocal<>();

  public Turns(Executor pool) {
    this.pool = pool;
  }

  @Override
  public void execute(Runnable task) {
    Run run = current.get();
    if (run != null && run.next == null && run.length < LONGEST_RUN) {
      run.next = task;
    } else {
      pool.execute(() -> run(task));
    }
  }

  private void run(Runnable first) {
    Run run = new Run();
    current.set(run);
    try {
      Runnable task = first;
      while (task != null) {
        run.next = null;
        run.length++;
        task.run();
        task = run.next;
      }
    } finally {
      current.remove();
      Runnable left = run.next;
      if (left != null) {
        pool.execute(() -> run(left));
      }
    }
  }

  private static final class Run {
    private @Nullable Runnable next;
    private int length;
  }
}
