package coedit.core.service;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * For threads that wait for a turn at something: who waits holds one of those that everybody needs,
 * whatever it is that they wait for, so few of one server may. Thread-safe.
 */
public final class WaitingPlaces {

  private static final int OF_A_SERVER = 16;

  private final Semaphore free;

  /** As many as a server has. */
  public WaitingPlaces() {
    this(OF_A_SERVER);
  }

  public WaitingPlaces(int places) {
    this.free = new Semaphore(places);
  }

  /** How many more may wait. */
  int free() {
    return free.availablePermits();
  }

  /**
   * Waits for a permit; false when none came in time, when there was no place to wait at, and when
   * interrupted.
   */
  boolean await(Semaphore turn, Duration patience) {
    if (!free.tryAcquire()) {
      return false;
    }
    try {
      return turn.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      free.release();
    }
  }
}
