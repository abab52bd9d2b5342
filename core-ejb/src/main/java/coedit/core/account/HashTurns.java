package coedit.core.account;

import coedit.core.service.BusyException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Who hashes a password: so many at once, since each takes a processor for a tenth of a second, and
 * strangers may ask for it as often as they like. Some wait a moment for their turn; the others are
 * told to come again. Thread-safe.
 */
final class HashTurns {

  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final int WAITING_FOR_EACH = 8;

  private final Semaphore free;
  private final int mostWaiting;
  private final Duration patience;

  /** Leaves half of the processors to everybody else. */
  HashTurns() {
    this(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), PATIENCE);
  }

  /**
   * @param atOnce how many hash at the same time
   * @param patience how long another one waits
   */
  HashTurns(int atOnce, Duration patience) {
    this.free = new Semaphore(atOnce, true);
    this.mostWaiting = WAITING_FOR_EACH * atOnce;
    this.patience = patience;
  }

  /**
   * Does the work in its turn.
   *
   * @throws BusyException when there is none in time; nothing was done then
   */
  <T> T take(Supplier<T> work) {
    if (!hasTurn()) {
      throw new BusyException("many passwords are being checked");
    }
    try {
      return work.get();
    } finally {
      free.release();
    }
  }

  private boolean hasTurn() {
    try {
      return free.getQueueLength() < mostWaiting
          && free.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
