package coedit.system;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another process does. */
public final class Await {

  private static final Duration STEP = Duration.ofMillis(50);

  private Await() {}

  /** Asks again and again; fails with the given words when it stays false. */
  public static void until(String what, Duration patience, BooleanSupplier condition) {
    until(what, patience, STEP, condition);
  }

  /** As {@link #until(String, Duration, BooleanSupplier)}, asking only so often. */
  static void until(String what, Duration patience, Duration step, BooleanSupplier condition) {
    if (!within(patience, step, condition)) {
      throw new AssertionError("not within " + patience.toSeconds() + " s: " + what);
    }
  }

  /** Whether it becomes true in time. */
  public static boolean within(Duration patience, BooleanSupplier condition) {
    return within(patience, STEP, condition);
  }

  private static boolean within(Duration patience, Duration step, BooleanSupplier condition) {
    long end = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      pause(step);
    }
    return true;
  }

  static void pause(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
