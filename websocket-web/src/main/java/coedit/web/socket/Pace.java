package coedit.web.socket;

/** How soon after another one socket's frames follow. Used by one thread at a time. */
@FunctionalInterface
public interface Pace {

  /** At once, always. */
  Pace FREE = then -> true;

  /**
   * Whether a frame may go now.
   *
   * @param then is run once, later, on a thread that must not be held, if the answer is no
   */
  boolean takes(Runnable then);
}
