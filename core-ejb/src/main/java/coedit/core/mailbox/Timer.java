package coedit.core.mailbox;

import java.time.Duration;

/** Runs something later, once; a port so that tests own time. */
public interface Timer {

  /** The action must hand over and return. */
  void after(Duration delay, Runnable action);
}
