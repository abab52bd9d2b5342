package coedit.web.yjs;

import coedit.web.socket.SocketLimits;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much may wait on one socket for its documents to be open, whatever their number. Before
 * somebody has signed in it is little, and bounded for all such sockets of this server together.
 *
 * <p>Thread-safe; calls nobody while it is locked.
 */
public final class EarlyFrames {

  /** What waits on sockets on which nobody has signed in, on this server. */
  public static final class OfNobody {

    /** Messages of the largest kind. */
    private static final int MOST_MESSAGES = 64;

    private final long most;
    private final AtomicLong bytes = new AtomicLong();

    public OfNobody(SocketLimits limits) {
      this.most = (long) MOST_MESSAGES * limits.payloadBytes();
    }

    private boolean take(long more) {
      if (bytes.addAndGet(more) <= most) {
        return true;
      }
      bytes.addAndGet(-more);
      return false;
    }

    private void give(long back) {
      bytes.addAndGet(-back);
    }

    /** The bytes that wait. */
    public long bytes() {
      return bytes.get();
    }
  }

  private final SocketLimits limits;
  private final OfNobody ofNobody;
  private boolean signedIn;
  private int frames;
  private long bytes;
  private long pieces;

  /** The allowance of a socket. */
  public EarlyFrames(SocketLimits limits, OfNobody ofNobody, boolean signedIn) {
    this.limits = limits;
    this.ofNobody = ofNobody;
    this.signedIn = signedIn;
  }

  /** Somebody has signed in. */
  public synchronized void signedIn() {
    if (!signedIn) {
      signedIn = true;
      ofNobody.give(bytes + pieces);
      pieces = 0;
    }
  }

  /** False when this piece of a message is too much to wait for the rest of it. */
  public synchronized boolean takePiece(int more) {
    if (!signedIn && !ofNobody.take(more)) {
      return false;
    }
    pieces += signedIn ? 0 : more;
    return true;
  }

  /** The message is whole, or will never be. */
  public synchronized void givePieces() {
    ofNobody.give(pieces);
    pieces = 0;
  }

  /** False when that is too much to wait; it is not counted then. */
  synchronized boolean take(int more) {
    long most = signedIn ? limits.dialects().frameBytes() : limits.payloadBytes();
    if (frames == limits.dialects().frames()
        || bytes + more > most
        || (!signedIn && !ofNobody.take(more))) {
      return false;
    }
    frames++;
    bytes += more;
    return true;
  }

  /** A frame waits no longer. */
  synchronized void give(int back) {
    frames--;
    bytes -= back;
    if (!signedIn) {
      ofNobody.give(back);
    }
  }
}
