package coedit.web.socket;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Decides which frames are written by the thread that sends them. Liberty hands every asynchronous
 * send to its selector and from there to another thread, even when the socket would take it at
 * once: that was seen to cost about as much as everything else a delivery costs. A synchronous send
 * writes at once, but holds its thread when the peer does not read. So:
 *
 * <ul>
 *   <li>only short frames go directly, and only to peers whose last one went through quickly;
 *   <li>a peer that held a thread longer than that gets asynchronous sends for a while;
 *   <li>no more than a few threads are in direct sends at a time; more frames go the other way.
 * </ul>
 *
 * So a network that stalls with all its peers holds these few threads, until the sockets are given
 * up and cut, and no other. {@link Writers} replaces them meanwhile.
 */
final class DirectSends {

  private static final int LONGEST_FRAME = 64 * 1024;
  private static final long QUICK_NANOS = 5_000_000;
  private static final long SHUN_NANOS = 5_000_000_000L;

  private final int most;
  private final LongSupplier nanoTime;
  private final AtomicInteger inside = new AtomicInteger();

  /**
   * @param most how many threads may be in direct sends at once
   */
  DirectSends(int most, LongSupplier nanoTime) {
    this.most = most;
    this.nanoTime = nanoTime;
  }

  /** A synchronous send. */
  interface Send {
    /** Returns when the socket has taken the frame; false or an exception when it is gone. */
    boolean send();
  }

  /** What is known of one peer; used by one thread at a time. */
  static final class Peer {
    private boolean shunned;
    private long shunnedAt;
  }

  /** Whether the next frame to this peer goes directly; if so, {@link #send} must follow. */
  boolean takes(Peer peer, int length) {
    if (length > LONGEST_FRAME
        || (peer.shunned && nanoTime.getAsLong() - peer.shunnedAt < SHUN_NANOS)) {
      return false;
    }
    if (inside.incrementAndGet() > most) {
      inside.decrementAndGet();
      return false;
    }
    return true;
  }

  /** Sends on this thread and notes how long that took. */
  boolean send(Peer peer, Send frame) {
    long begun = nanoTime.getAsLong();
    try {
      return frame.send();
    } finally {
      inside.decrementAndGet();
      long now = nanoTime.getAsLong();
      peer.shunned = now - begun > QUICK_NANOS;
      peer.shunnedAt = now;
    }
  }
}
