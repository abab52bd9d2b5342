package coedit.core.ejb;

import coedit.core.documents.TypeRequests;
import coedit.core.lane.Quarantine;
import coedit.core.mailbox.Timer;
import coedit.core.mailbox.Turns;
import coedit.core.service.WaitingPlaces;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The core's threads, all made by the server: a few for lanes and rooms, which never block; some
 * for database calls, which do; as many as requests need for exports and imports; one that commits;
 * one that waits; one that looks whether the database is there.
 */
final class CoreThreads implements Timer, AutoCloseable {

  private static final System.Logger LOG = System.getLogger(CoreThreads.class.getName());

  /** Fewer than calls may be made of the database at once: requests make some, too. */
  private static final int BLOCKING_THREADS = 6;

  private static final int EXPORTS_AT_ONCE = 8;

  private final ManagedThreadFactory factory;
  private final ThreadPoolExecutor turnThreads;
  private final Turns turns;
  private final ThreadPoolExecutor blocking;
  private final Replaced calls;
  private int moreCalls;
  private final ThreadPoolExecutor watching;
  private final ThreadPoolExecutor requests;
  private final ScheduledThreadPoolExecutor timer;
  private final Queue<Future<?>> periodic = new ConcurrentLinkedQueue<>();

  CoreThreads(ManagedThreadFactory factory) {
    this.factory = factory;
    int processors = Math.max(2, Runtime.getRuntime().availableProcessors());
    this.turnThreads = pool(processors);
    this.turns = new Turns(turnThreads);
    this.blocking = pool(BLOCKING_THREADS);
    this.calls = new Replaced(blocking, thread -> {});
    this.watching = pool(1);
    this.requests =
        new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, 1, TimeUnit.MINUTES, new SynchronousQueue<>(), factory);
    this.timer = new ScheduledThreadPoolExecutor(1, factory);
    this.timer.setRemoveOnCancelPolicy(true);
  }

  private ThreadPoolExecutor pool(int threads) {
    return new ThreadPoolExecutor(
        threads, threads, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(), factory);
  }

  /** Runs lanes and rooms. */
  Executor turns() {
    return turns;
  }

  /** Runs database calls. */
  Executor blocking() {
    return blocking;
  }

  /** Asks the database how it is, whatever else waits for it. */
  Executor watching() {
    return watching;
  }

  /**
   * While the database is away there are as many threads for calls more: those of before may all
   * wait for it, while everything new fails at once. One thread tells.
   */
  void storeIsAway(boolean away) {
    while (away && moreCalls < BLOCKING_THREADS) {
      moreCalls++; // first: a pool that cannot start a thread now has grown all the same
      calls.grow();
    }
    while (!away && moreCalls > 0) {
      moreCalls--;
      calls.shrink();
    }
  }

  /** Threads that document types do not come back from are replaced where they are lost. */
  Quarantine quarantine(Duration limit) {
    return new Quarantine(limit, new Replaced(turnThreads, turns::lost), calls, System::nanoTime);
  }

  /** Asks document types for exports and imports; each thread that is lost is one of many. */
  TypeRequests typeRequests(Duration ofCall, Duration ofRequest, WaitingPlaces places) {
    Quarantine ofRequests =
        new Quarantine(ofCall, Quarantine.Threads.NONE, Quarantine.Threads.NONE, System::nanoTime);
    return new TypeRequests(
        ofRequests, ofRequest, System::nanoTime, requests, EXPORTS_AT_ONCE, places);
  }

  private record Replaced(ThreadPoolExecutor pool, Consumer<Thread> hears)
      implements Quarantine.Threads {

    @Override
    public void lost(Thread thread) {
      hears.accept(thread);
    }

    @Override
    public synchronized void grow() {
      pool.setMaximumPoolSize(pool.getMaximumPoolSize() + 1);
      pool.setCorePoolSize(pool.getMaximumPoolSize());
    }

    @Override
    public synchronized void shrink() {
      pool.setCorePoolSize(pool.getCorePoolSize() - 1);
      pool.setMaximumPoolSize(pool.getCorePoolSize());
    }
  }

  /** Starts a thread of its own. */
  void start(Runnable loop) {
    factory.newThread(loop).start();
  }

  @Override
  public void after(Duration delay, Runnable action) {
    var unused = timer.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Runs something again and again; it must hand over and return. */
  void every(Duration period, Runnable action) {
    periodic.add(
        timer.scheduleWithFixedDelay(
            () -> guarded(action), period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS));
  }

  /** Ends what is run again and again; everything else goes on. */
  void endPeriodicWork() {
    periodic.forEach(work -> work.cancel(false));
  }

  /** What throws once would never be run again. */
  private static void guarded(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException | Error bug) {
      LOG.log(System.Logger.Level.ERROR, "periodic work failed; it goes on", bug);
    }
  }

  /** How many turns were taken so far. */
  long turnsDone() {
    return turnThreads.getCompletedTaskCount();
  }

  /** How many database calls were made so far. */
  long callsDone() {
    return blocking.getCompletedTaskCount();
  }

  /** How many lane and room turns wait; for the gauge. */
  int waitingTurns() {
    return turnThreads.getQueue().size();
  }

  /** How many database calls wait; for the gauge. */
  int waitingCalls() {
    return blocking.getQueue().size();
  }

  /** How many things are to be done later, besides what is done again and again; for the gauge. */
  int waitingLater() {
    return Math.max(0, timer.getQueue().size() - periodic.size());
  }

  @Override
  public void close() {
    timer.shutdownNow();
    turnThreads.shutdown();
    blocking.shutdown();
    watching.shutdown();
    requests.shutdown();
  }
}
