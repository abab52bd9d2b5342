package coedit.web.socket;

import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Runs the short writing tasks of many outboxes on a few threads of a pool. A batch that goes to
 * 200 sockets costs the pool one task instead of 200, and the core's thread 200 queue insertions.
 *
 * <p>A task may now and then wait for its peer (see {@link DirectSends}). A worker that is held
 * longer than the patience is written off: another takes its place, so one stalled peer delays the
 * others by the patience at most, and once. How many may be held is bounded by {@link DirectSends}.
 */
final class Writers implements Executor {

  private final Executor pool;
  private final int maxWorkers;
  private final long patienceNanos;
  private final Consumer<Runnable> afterPatience;
  private final LongSupplier nanoTime;

  private final Queue<Runnable> ready = new ConcurrentLinkedQueue<>();
  private final AtomicInteger counted = new AtomicInteger();
  private final Set<Worker> working = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean watching = new AtomicBoolean();

  /**
   * @param maxWorkers how many work at once, not counting those written off
   * @param patienceNanos how long a task may take before its worker is written off
   * @param afterPatience runs an action once, after that time
   */
  Writers(
      Executor pool,
      int maxWorkers,
      long patienceNanos,
      Consumer<Runnable> afterPatience,
      LongSupplier nanoTime) {
    this.pool = pool;
    this.maxWorkers = maxWorkers;
    this.patienceNanos = patienceNanos;
    this.afterPatience = afterPatience;
    this.nanoTime = nanoTime;
  }

  @Override
  public void execute(Runnable task) {
    ready.add(task);
    startWorker();
  }

  /** How many tasks wait for a worker. */
  int waiting() {
    return ready.size();
  }

  private void startWorker() {
    int running = counted.get();
    while (running < maxWorkers) {
      if (counted.compareAndSet(running, running + 1)) {
        startCounted();
        return;
      }
      running = counted.get();
    }
  }

  private void startCounted() {
    Worker worker = new Worker();
    boolean started = false;
    try {
      pool.execute(worker);
      started = true;
    } finally {
      if (!started) {
        worker.signOff();
      }
    }
  }

  private void watch() {
    if (watching.compareAndSet(false, true)) {
      try {
        afterPatience.accept(this::look);
      } catch (RejectedExecutionException stopping) {
        watching.set(false);
      }
    }
  }

  private void look() {
    watching.set(false);
    long now = nanoTime.getAsLong();
    for (Worker worker : working) {
      if (now - worker.taskBegan >= patienceNanos && worker.signOff() && !ready.isEmpty()) {
        startWorker();
      }
    }
    if (!working.isEmpty()) {
      watch();
    }
  }

  /** Takes tasks until there are none, or until it has been written off. */
  private final class Worker implements Runnable {

    private final AtomicBoolean counts = new AtomicBoolean(true);
    private volatile long taskBegan;

    @Override
    public void run() {
      try {
        taskBegan = nanoTime.getAsLong();
        working.add(this);
        watch();
        Runnable task = ready.poll();
        while (task != null) {
          task.run();
          taskBegan = nanoTime.getAsLong();
          task = counts.get() ? ready.poll() : null;
        }
      } finally {
        working.remove(this);
        signOff();
        // Something may have come between the last look and the sign-off.
        if (!ready.isEmpty()) {
          startWorker();
        }
      }
    }

    /** Ends its being counted; whether this call did. */
    boolean signOff() {
      boolean first = counts.compareAndSet(true, false);
      if (first) {
        counted.decrementAndGet();
      }
      return first;
    }
  }
}
