package coedit.web.yjs;

import coedit.core.service.ByteBudget;
import coedit.web.socket.SocketLimits;

/**
 * How much may wait on one socket for its documents to be open, whatever their number. Before
 * somebody has signed in it is little, and bounded for all such sockets of this server together.
 *
 * <p>Thread-safe; calls nobody while it is locked.
 */
public final class EarlyFrames {

  /**
   * What all sockets of this server share.
   *
   * @param ofNobody what waits on those on which nobody has signed in
   * @param ofAll what waits on any, to be submitted too
   */
  public record Budgets(ByteBudget ofNobody, ByteBudget ofAll) {

    /** Messages of the largest kind. */
    private static final long OF_NOBODY = 64;

    public static Budgets within(SocketLimits limits) {
      return new Budgets(new ByteBudget(OF_NOBODY * limits.payloadBytes()), ByteBudget.ofHeap());
    }
  }

  private final SocketLimits limits;
  private final Budgets budgets;
  private boolean signedIn;
  private int frames;
  private long bytes;
  private long pieces;

  /** The allowance of a socket. */
  public EarlyFrames(SocketLimits limits, Budgets budgets, boolean signedIn) {
    this.limits = limits;
    this.budgets = budgets;
    this.signedIn = signedIn;
  }

  /** Somebody has signed in. */
  public synchronized void signedIn() {
    if (!signedIn) {
      signedIn = true;
      budgets.ofNobody.give(bytes + pieces);
      pieces = 0;
    }
  }

  ByteBudget ofAll() {
    return budgets.ofAll;
  }

  /** False when this piece of a message is too much to wait for the rest of it. */
  public synchronized boolean takePiece(int more) {
    if (!signedIn && !budgets.ofNobody.take(more)) {
      return false;
    }
    pieces += signedIn ? 0 : more;
    return true;
  }

  /** The message is whole, or will never be. */
  public synchronized void givePieces() {
    budgets.ofNobody.give(pieces);
    pieces = 0;
  }

  /** False when that is too much to wait; it is not counted then. */
  synchronized boolean take(int more) {
    long most = signedIn ? limits.dialects().frameBytes() : limits.payloadBytes();
    if (frames == limits.dialects().frames() || bytes + more > most || !budgets.ofAll.take(more)) {
      return false;
    }
    if (!signedIn && !budgets.ofNobody.take(more)) {
      budgets.ofAll.give(more);
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
    budgets.ofAll.give(back);
    if (!signedIn) {
      budgets.ofNobody.give(back);
    }
  }
}
