package coedit.core.service;

/**
 * About what the documents that are open or sequenced on a server take, of all people together, and
 * how much they may (INV-12). Rooms and lanes tell every second what they hold; what is opened in
 * between is counted from that moment on, twice for a second at most. Thread-safe.
 */
public final class OpenBytes {

  private final long most;
  private long held;
  private long opened;
  private long openedBefore;
  private long refused;

  /**
   * Nothing is open.
   *
   * @param most how many bytes may be
   */
  public OpenBytes(long most) {
    this.most = most;
  }

  /** Counts a document that is about to be opened; false when that is too much: it must not be. */
  public synchronized boolean admits(long bytes) {
    if (total() + bytes > most) {
      refused++;
      return false;
    }
    opened += bytes;
    return true;
  }

  /** Counts one that is opened whatever else is. */
  public synchronized void add(long bytes) {
    opened += bytes;
  }

  /**
   * Every second.
   *
   * @param told what rooms and lanes held a moment ago
   */
  public synchronized void tick(long told) {
    held = told;
    openedBefore = opened; // nobody has told of it yet
    opened = 0;
  }

  /** The bytes. */
  public synchronized long total() {
    return held + openedBefore + opened;
  }

  /** How many times a document was not opened because too much was, since the start. */
  public synchronized long refused() {
    return refused;
  }
}
