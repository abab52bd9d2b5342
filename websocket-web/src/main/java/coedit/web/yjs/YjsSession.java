package coedit.web.yjs;

import coedit.core.service.DocumentView;
import coedit.core.service.Outcome;
import coedit.core.service.PresenceChange;
import coedit.core.service.Refusal;
import coedit.model.ErrorCode;
import coedit.model.Payload;
import coedit.web.auth.SignedIn;
import coedit.web.socket.BinaryFraming;
import coedit.web.socket.BytesAssembler;
import coedit.web.socket.CloseCode;
import coedit.web.socket.JoinGate;
import coedit.web.socket.Outbox;
import coedit.web.socket.SignInWatch;
import coedit.web.socket.SocketLimits;
import coedit.web.socket.TokenBucket;
import coedit.web.socket.Vigil;
import coedit.web.socket.Wire;
import java.util.List;

/**
 * One y-websocket connection: one person, one document. Its client closes when it has heard nothing
 * for 30 s and does not count the container's pings, so it is told something now and then.
 */
final class YjsSession implements BinarySession, SharedDocument.Home {

  private static final System.Logger LOG = System.getLogger(YjsSession.class.getName());

  private final DialectServices services;
  private final SignedIn signedIn;
  private final String address;
  private final Outbox<Payload> outbox;
  private final Vigil vigil;
  private final BytesAssembler frames;
  private final TokenBucket messages;
  private final Heartbeat heartbeat;
  private final JoinGate gate;
  private final SharedDocument document;
  private boolean toldReadOnly;
  private volatile boolean over;

  /**
   * A connection that has said nothing yet.
   *
   * @param name its name among all servers
   * @param address an id or a name of a document
   */
  YjsSession(DialectServices services, SignedIn signedIn, String name, String address, Wire wire) {
    this.services = services;
    this.signedIn = signedIn;
    this.address = address;
    SocketLimits limits = services.sockets().limits();
    this.outbox =
        new Outbox<>(
            wire, services.sockets().writers(), new BinaryFraming(), limits.outboundBytes());
    this.vigil = new Vigil(services.sockets(), new SignInWatch(services.sockets(), signedIn));
    this.frames = new BytesAssembler(limits.payloadBytes() + DialectSockets.ENVELOPE_BYTES);
    this.messages =
        new TokenBucket(
            limits.messages().perSecond(),
            limits.messages().burst(),
            services.sockets().nanoTime());
    this.heartbeat = new Heartbeat(services.sockets());
    this.gate = new JoinGate(1);
    this.document = new SharedDocument(services.sockets(), name, this);
  }

  @Override
  public String user() {
    return signedIn.getName();
  }

  @Override
  public void greet() {
    services
        .blocking()
        .execute(
            () -> {
              try {
                found(services.finder().find(signedIn.participant(), address));
              } catch (RuntimeException storeAway) {
                LOG.log(System.Logger.Level.WARNING, "cannot look a document up", storeAway);
                fail(ErrorCode.DEGRADED, "documents cannot be opened now");
              }
            });
  }

  private void found(Outcome<DocumentView> outcome) {
    if (outcome instanceof Outcome.Done<DocumentView> done) {
      document.open(signedIn.participant(), done.value().id());
    } else if (outcome instanceof Outcome.Refused<DocumentView> refused) {
      Refusal refusal = refused.refusal();
      fail(refusal.code(), refusal.reason());
    }
  }

  @Override
  public void frame(byte[] piece, boolean last) {
    if (over) {
      return;
    }
    if (!frames.fits(piece)) {
      fail(ErrorCode.TOO_LARGE, "a message is larger than allowed");
      return;
    }
    frames.add(piece, last).ifPresent(this::message);
  }

  private void message(Payload message) {
    vigil.heard();
    if (!messages.take()) {
      fail(ErrorCode.RATE, "more messages than a socket may send");
      return;
    }
    try {
      read(new FrameReader(message));
    } catch (MalformedFrameException malformed) {
      fail(ErrorCode.PROTOCOL, "malformed message");
    }
  }

  private void read(FrameReader frame) {
    long type = frame.varUint();
    if (type == YjsMessage.SYNC) {
      document.hear(YjsMessage.sync(frame));
    } else if (type == YjsMessage.AWARENESS) {
      document.hear(YjsMessage.awareness(frame));
    } else if (type == YjsMessage.QUERY_AWARENESS) {
      document.hear(new YjsMessage.QueryAwareness());
    } else {
      throw new MalformedFrameException("no such message type");
    }
  }

  @Override
  public void fail(ErrorCode code, String reason) {
    boolean denied = code.category() == ErrorCode.Category.CLIENT;
    Payload last = denied ? denial(reason) : YjsFrames.NO_AWARENESS;
    outbox.finish(last, CloseCode.ofDialect(code), reason);
    vigil.finishing();
    leave();
  }

  private static Payload denial(String reason) {
    return new FrameWriter(64).varUint(YjsMessage.AUTH).varUint(0).varString(reason).end();
  }

  @Override
  public void gone() {
    outbox.discard();
    leave();
  }

  private void leave() {
    over = true;
    document.leave();
  }

  @Override
  public void look() {
    switch (vigil.look()) {
      case NOTHING -> {
        document.look();
        if (heartbeat.isDue()) {
          outbox.offer(YjsFrames.NO_AWARENESS);
        }
      }
      case ASK -> outbox.offer(YjsFrames.QUERY_AWARENESS);
      case SIGN_IN_ENDED -> fail(ErrorCode.UNAUTHENTICATED, "the sign-in has ended");
      case SILENT -> {
        outbox.abort(CloseCode.TRY_AGAIN, "nothing heard");
        leave();
      }
      case STUCK -> outbox.abort(CloseCode.GOING_AWAY, "the connection does not take the end");
    }
  }

  @Override
  public void send(Payload frame) {
    outbox.offer(frame);
  }

  @Override
  public void sendJoined(List<Payload> joined, Runnable taken) {
    outbox.offerJoined(joined, taken);
  }

  @Override
  public JoinGate gate() {
    return gate;
  }

  @Override
  public void sendPresence(List<PresenceChange> changes) {
    outbox.offerPresence(document, changes);
  }

  /** The protocol has no word for it, but for a refusal. */
  @Override
  public void settled(int updates, boolean applied) {
    if (!applied && !toldReadOnly) {
      toldReadOnly = true;
      outbox.offer(denial("you may not edit this document"));
    }
  }

  @Override
  public void ended(ErrorCode code, String reason) {
    fail(code, reason);
  }

  @Override
  public Payload envelope(Payload frame) {
    return frame;
  }
}
