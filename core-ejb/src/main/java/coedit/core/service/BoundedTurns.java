package coedit.core.service;

import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * For what costs so much that few may do it at once, and that strangers may ask for as often as
 * they like. Some wait a moment for their turn, few of all who wait for anything like this in one
 * server; the others are told to come again. Thread-safe.
 */
public final class BoundedTurns {

  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final WaitingPlaces places;
  private final Semaphore free;
  private final Duration patience;
  private final String limit;
  private final String busy;

  /**
   * What is done in a turn.
   *
   * @param <T> what comes of it
   * @param <E> what it may throw
   */
  @FunctionalInterface
  public interface Work<T, E extends Exception> {
    T run() throws E;
  }

  /**
   * Turns that others wait a second for.
   *
   * @param places where they wait, with who waits for anything else
   * @param atOnce how many have their turn at the same time
   * @param limit its name in the metric of what limits keep out
   * @param busy what those are told who have none
   */
  public BoundedTurns(WaitingPlaces places, int atOnce, String limit, String busy) {
    this(places, atOnce, PATIENCE, limit, busy);
  }

  /**
   * Turns that others wait a while for.
   *
   * @param places where they wait, with who waits for anything else
   * @param atOnce how many have their turn at the same time
   * @param patience how long another one waits
   * @param limit its name in the metric of what limits keep out
   * @param busy what those are told who have none
   */
  public BoundedTurns(
      WaitingPlaces places, int atOnce, Duration patience, String limit, String busy) {
    this.places = places;
    this.limit = limit;
    this.free = new Semaphore(atOnce, true);
    this.patience = patience;
    this.busy = busy;
  }

  /**
   * Does the work in its turn.
   *
   * @throws BusyException when there is none in time; nothing was done then
   */
  public <T, E extends Exception> T take(Work<T, E> work) throws E {
    if (!free.tryAcquire() && !places.await(free, patience)) {
      throw new BusyException(limit, busy);
    }
    try {
      return work.run();
    } finally {
      free.release();
    }
  }
}
