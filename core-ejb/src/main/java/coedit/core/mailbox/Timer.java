package coedit.core.mailbox;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Time as it passes, and what is run later; a port so that tests own time. */
public interface Timer {

  /** The action must hand over and return; it is run once. */
  void after(Duration delay, Runnable action);

  /**
   * Milliseconds since some moment. They pass evenly, also when somebody sets the wall clock: how
   * long something takes is never told by that.
   */
  default long millis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
