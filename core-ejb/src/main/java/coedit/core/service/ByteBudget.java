package coedit.core.service;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes may wait on a server, of all people and documents together, whatever each of them
 * may have by itself (INV-12). Any thread may call.
 */
public final class ByteBudget {

  private static final int SHARE_OF_HEAP = 8;

  private final long most;
  private final AtomicLong taken = new AtomicLong();

  public ByteBudget(long most) {
    this.most = most;
  }

  /** An eighth of what the JVM may use. */
  public static ByteBudget ofHeap() {
    return new ByteBudget(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
  }

  /** False when that is too much; it is not counted then. */
  public boolean take(long bytes) {
    if (taken.addAndGet(bytes) <= most) {
      return true;
    }
    taken.addAndGet(-bytes);
    return false;
  }

  /** What was given waits again, and was let in before: it is counted whatever else waits. */
  public void takeBack(long bytes) {
    taken.addAndGet(bytes);
  }

  /** What was taken waits no longer. */
  public void give(long bytes) {
    taken.addAndGet(-bytes);
  }

  /** The bytes that wait. */
  public long taken() {
    return taken.get();
  }
}
