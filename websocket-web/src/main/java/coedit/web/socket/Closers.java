package coedit.web.socket;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Threads that close sockets. Liberty writes the close frame and waits for the peer inside {@code
 * close}, six seconds and more for one that does not read: on the shared pool, two hundred peers
 * that have vanished were seen to stop the whole server for a while. And as long as such a peer is
 * not closed, one of its pings holds a thread of that pool, which waits to answer it: so closing
 * must not be what others wait for.
 *
 * <p>Liberty's writes have faults of which a thread may not come back. Two that wait for one
 * socket, this one and one that sends ({@link DirectSends}), are woken by one call, which wakes the
 * other: an interruption lets this one see that there is nothing more to wait for. And when the
 * connection is cut just as the close frame is written, it waits for a socket that is no longer
 * there: such a thread is given up after a minute and another may take its place, up to a bound.
 * Then only a restart helps, and liveness asks for one.
 */
final class Closers implements Executor {

  private static final int MOST_LOST = 1_024;
  private static final long LOST_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** Longer than Liberty waits for the reading thread, the writing one and the peer together. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(15);

  private final int atOnce;
  private final LongSupplier nanoTime;
  private final ThreadPoolExecutor pool;
  private final Map<Thread, Long> begun = new ConcurrentHashMap<>();
  private volatile int lost;

  /**
   * @param atOnce how many sockets are closed at once, not counting those given up
   */
  Closers(int atOnce, ThreadFactory threads, LongSupplier nanoTime) {
    this.atOnce = atOnce;
    this.nanoTime = nanoTime;
    this.pool =
        new ThreadPoolExecutor(
            atOnce, atOnce + MOST_LOST, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
    pool.allowCoreThreadTimeOut(true);
  }

  @Override
  public void execute(Runnable closing) {
    pool.execute(
        () -> {
          begun.put(Thread.currentThread(), nanoTime.getAsLong());
          try {
            closing.run();
          } finally {
            begun.remove(Thread.currentThread());
          }
        });
  }

  /** Wakes and counts the threads that do not come back; called every second by one thread. */
  void look() {
    long now = nanoTime.getAsLong();
    begun.forEach(
        (thread, since) -> {
          if (now - since >= PATIENCE_NANOS) {
            thread.interrupt();
          }
        });
    lost = (int) begun.values().stream().filter(since -> now - since >= LOST_NANOS).count();
    pool.setCorePoolSize(atOnce + Math.min(lost, MOST_LOST));
  }

  /** How many threads are closing a socket. */
  int busy() {
    return begun.size();
  }

  /** How many sockets wait for a thread that closes them. */
  int waiting() {
    return pool.getQueue().size();
  }

  /** Whether as many threads are lost as may be: some sockets may be closed no more. */
  boolean areSpent() {
    return lost >= MOST_LOST;
  }

  void shutdown() {
    pool.shutdown();
  }
}
