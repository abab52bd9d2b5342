package coedit.web.socket;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs the short writing tasks of many outboxes on a few threads of the container's pool. A batch
 * that goes to 200 sockets costs the pool one task instead of 200, and the core's thread 200 queue
 * insertions.
 */
final class Writers implements Executor {

  private final Executor pool;
  private final int maxWorkers;
  private final Queue<Runnable> ready = new ConcurrentLinkedQueue<>();
  private final AtomicInteger workers = new AtomicInteger();

  Writers(Executor pool, int maxWorkers) {
    this.pool = pool;
    this.maxWorkers = maxWorkers;
  }

  @Override
  public void execute(Runnable task) {
    ready.add(task);
    startWorker();
  }

  private void startWorker() {
    int running = workers.get();
    while (running < maxWorkers) {
      if (workers.compareAndSet(running, running + 1)) {
        startCounted();
        return;
      }
      running = workers.get();
    }
  }

  private void startCounted() {
    boolean started = false;
    try {
      pool.execute(this::work);
      started = true;
    } finally {
      if (!started) {
        workers.decrementAndGet();
      }
    }
  }

  private void work() {
    try {
      for (Runnable task = ready.poll(); task != null; task = ready.poll()) {
        task.run();
      }
    } finally {
      workers.decrementAndGet();
      // Something may have come between the last look and the sign-off.
      if (!ready.isEmpty()) {
        startWorker();
      }
    }
  }
}
