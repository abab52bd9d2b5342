package coedit.core.service;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes may wait on a server, of all people and documents together, whatever each of them
 * may have by itself (INV-12). One user may have an eighth of it. Any thread may call.
 */
public final class ByteBudget {

  private static final int SHARE_OF_HEAP = 8;
  private static final int SHARES = 8;

  private final long most;
  private final AtomicLong taken = new AtomicLong();
  private final Map<String, Long> byUser = new ConcurrentHashMap<>();

  public ByteBudget(long most) {
    this.most = most;
  }

  /** An eighth of what the JVM may use. */
  public static ByteBudget ofHeap() {
    return new ByteBudget(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
  }

  /** What one user may have waiting, in all sockets and documents. */
  public Share of(String user) {
    return new Share(user);
  }

  /** False when that is too much; it is not counted then. */
  public boolean take(long bytes) {
    if (taken.addAndGet(bytes) <= most) {
      return true;
    }
    taken.addAndGet(-bytes);
    return false;
  }

  /** What was taken waits no longer. */
  public void give(long bytes) {
    taken.addAndGet(-bytes);
  }

  /** The bytes that wait. */
  public long taken() {
    return taken.get();
  }

  /** A user's share. */
  public final class Share {
    private final String user;

    private Share(String user) {
      this.user = user;
    }

    /** False when that is too much; it is not counted then. */
    public boolean take(long bytes) {
      boolean[] fits = {false};
      byUser.compute(
          user,
          (id, present) -> {
            long own = present == null ? 0 : present;
            fits[0] = own + bytes <= most / SHARES && ByteBudget.this.take(bytes);
            return fits[0] ? Long.valueOf(own + bytes) : present;
          });
      return fits[0];
    }

    /** What was let in before waits again, or here: it is counted whatever else waits. */
    public void takeBack(long bytes) {
      taken.addAndGet(bytes);
      byUser.merge(user, bytes, Long::sum);
    }

    /** What was taken waits no longer. */
    public void give(long bytes) {
      ByteBudget.this.give(bytes);
      byUser.computeIfPresent(user, (id, own) -> own == bytes ? null : own - bytes);
    }
  }
}
