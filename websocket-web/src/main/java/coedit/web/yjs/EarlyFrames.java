package coedit.web.yjs;

import coedit.core.service.ByteBudget;
import coedit.web.socket.SocketLimits;
import org.jspecify.annotations.Nullable;

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
   * @param ofAll what waits on the others, to be submitted too
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
  private ByteBudget.@Nullable Share ofUser;
  private int frames;
  private long bytes;
  private long pieces;

  /** The allowance of a socket on which nobody has signed in. */
  public EarlyFrames(SocketLimits limits, Budgets budgets) {
    this.limits = limits;
    this.budgets = budgets;
  }

  /** Somebody has signed in; whoever was first is meant. */
  public synchronized void signedIn(String user) {
    if (ofUser == null) {
      ByteBudget.Share share = budgets.ofAll.of(user);
      share.takeBack(bytes + pieces);
      budgets.ofNobody.give(bytes + pieces);
      ofUser = share;
    }
  }

  /** Where what waits to be submitted is counted. */
  synchronized ByteBudget.Share ofUser() {
    if (ofUser == null) {
      throw new IllegalStateException("nobody has signed in");
    }
    return ofUser;
  }

  /** False when this piece of a message is too much to wait for the rest of it. */
  public synchronized boolean takePiece(int more) {
    ByteBudget.Share share = ofUser;
    boolean fits = share != null ? share.take(more) : budgets.ofNobody.take(more);
    pieces += fits ? more : 0;
    return fits;
  }

  /** The message is whole, or will never be. */
  public synchronized void givePieces() {
    give(pieces);
    pieces = 0;
  }

  /** False when that is too much to wait; it is not counted then. */
  synchronized boolean take(int more) {
    ByteBudget.Share share = ofUser;
    long most = share != null ? limits.dialects().frameBytes() : limits.payloadBytes();
    if (frames == limits.dialects().frames()
        || bytes + more > most
        || !(share != null ? share.take(more) : budgets.ofNobody.take(more))) {
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
    give((long) back);
  }

  private void give(long back) {
    ByteBudget.Share share = ofUser;
    if (share != null) {
      share.give(back);
    } else {
      budgets.ofNobody.give(back);
    }
  }
}
