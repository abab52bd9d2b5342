package coedit.web.yjs;

import coedit.model.ErrorCode;
import coedit.model.Payload;
import coedit.web.auth.SignedIn;
import coedit.web.limit.Enforcement;
import coedit.web.socket.BinaryFraming;
import coedit.web.socket.BytesAssembler;
import coedit.web.socket.CloseCode;
import coedit.web.socket.Outbox;
import coedit.web.socket.SignInWatch;
import coedit.web.socket.SocketLimits;
import coedit.web.socket.SocketServices;
import coedit.web.socket.SocketSession;
import coedit.web.socket.TokenBucket;
import coedit.web.socket.Vigil;
import coedit.web.socket.Wire;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a socket of every Yjs dialect does: binary frames become messages, bounded in size and
 * number; silence, a sign-in that ends, and a peer that does not take its end are noticed. Clients
 * close when they have heard nothing for 30 s and do not count the container's pings, so they are
 * told something now and then.
 */
public abstract class DialectSession implements SocketSession {

  private final @Nullable SignedIn signedIn;
  private final Outbox<Payload> outbox;
  private final Vigil vigil;
  private final BytesAssembler frames;
  private final TokenBucket messages;
  private final Repeats repeats;
  private final Enforcement enforcement;
  private final Heartbeat heartbeat;
  private volatile boolean held;
  private volatile boolean over;

  /**
   * A connection that has said nothing yet.
   *
   * @param signedIn who the handshake was signed in as, if it was
   */
  protected DialectSession(SocketServices services, @Nullable SignedIn signedIn, Wire wire) {
    SocketLimits limits = services.limits();
    this.signedIn = signedIn;
    this.outbox =
        new Outbox<>(
            wire,
            services.writers(),
            new BinaryFraming(),
            new Outbox.Bound(
                limits.outboundBytes(),
                services.nanoTime(),
                () -> services.enforcement().refused("outbound")));
    this.vigil = new Vigil(services, new SignInWatch(services, signedIn));
    this.frames = new BytesAssembler(limits.payloadBytes() + DialectSockets.ENVELOPE_BYTES);
    this.messages =
        new TokenBucket(
            limits.messages().perSecond(), limits.messages().burst(), services.nanoTime());
    this.repeats = new Repeats(limits.messages().burst());
    this.enforcement = services.enforcement();
    this.heartbeat = new Heartbeat(services);
  }

  /**
   * Takes a message.
   *
   * @throws MalformedFrameException when it is none
   */
  protected abstract void read(Payload message);

  /** Leaves all documents; may be called again. */
  protected abstract void leave();

  /** What is due with time for the documents; called every second. */
  protected abstract void lookAfterDocuments();

  /** Tells the client something that is about no document in particular. */
  protected abstract void tell(Payload frame);

  /** What the client is told before the socket is closed. */
  protected abstract List<Payload> lastWords(ErrorCode code, String reason);

  @Override
  public final String user() {
    return signedIn == null ? "" : signedIn.getName();
  }

  /** The client is told of others in one message. */
  public final void tellsOfOthers() {
    repeats.add();
  }

  public final Outbox<Payload> outbox() {
    return outbox;
  }

  @Override
  public final long waitingBytes() {
    return outbox.waitingBytes();
  }

  /** Whether the socket is ending or gone. */
  protected final boolean isOver() {
    return over;
  }

  /** Takes a piece of a message as it came in a frame; called by one thread at a time. */
  public final void frame(byte[] piece, boolean last) {
    if (over || held) {
      return;
    }
    if (!frames.fits(piece)) {
      enforcement.refused("message-bytes");
      fail(ErrorCode.TOO_LARGE, "a message is larger than allowed");
      return;
    }
    if (!last && !mayWait(piece.length)) {
      enforcement.refused("waiting");
      fail(ErrorCode.BUSY, "too much is waiting for the rest of its message");
      return;
    }
    Optional<Payload> whole = frames.add(piece, last);
    if (over) {
      waitsNoLonger(); // it was ended just now, before this piece was counted
    } else if (whole.isPresent()) {
      waitsNoLonger();
      message(whole.get());
    }
  }

  /** Whether a piece of a message may wait for the rest. */
  protected abstract boolean mayWait(int bytes);

  /** The pieces that waited have become a message, or nothing. */
  protected abstract void waitsNoLonger();

  private void message(Payload message) {
    vigil.heard();
    if (!messages.take() && !repeats.take()) {
      enforcement.refused("messages");
      fail(ErrorCode.RATE, "more messages than a socket may send");
      return;
    }
    try {
      read(message);
    } catch (MalformedFrameException malformed) {
      fail(ErrorCode.PROTOCOL, "malformed message");
    }
  }

  @Override
  public final void hold() {
    held = true;
  }

  @Override
  public final void fail(ErrorCode code, String reason) {
    outbox.finish(lastWords(code, reason), CloseCode.ofDialect(code), reason);
    vigil.finishing();
    end();
  }

  @Override
  public final void gone() {
    outbox.discard();
    end();
  }

  private void end() {
    over = true;
    waitsNoLonger();
    leave();
  }

  @Override
  public final void look() {
    switch (vigil.look(outbox.inFlight())) {
      case NOTHING -> lookAfter();
      case ASK -> tell(YjsFrames.QUERY_AWARENESS);
      case SIGN_IN_ENDED -> fail(ErrorCode.UNAUTHENTICATED, "the sign-in has ended");
      case SIGN_IN_UNKNOWN -> fail(ErrorCode.DEGRADED, "sign-ins cannot be checked now");
      case SILENT -> {
        enforcement.refused("silence");
        outbox.abort(CloseCode.TRY_AGAIN, "nothing heard");
        end();
      }
      case STUCK -> outbox.abort(CloseCode.GOING_AWAY, "the connection takes nothing");
    }
    if (outbox.hasEnded() && !over) {
      end();
    }
  }

  private void lookAfter() {
    if (!over) {
      lookAfterDocuments();
      if (heartbeat.isDue()) {
        tell(YjsFrames.NO_AWARENESS);
      }
    }
  }
}
