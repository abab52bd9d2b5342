package coedit.web.hocuspocus;

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
import coedit.web.yjs.BinarySession;
import coedit.web.yjs.DialectServices;
import coedit.web.yjs.DialectSockets;
import coedit.web.yjs.FrameReader;
import coedit.web.yjs.Heartbeat;
import coedit.web.yjs.MalformedFrameException;
import coedit.web.yjs.YjsFrames;
import coedit.web.yjs.YjsMessage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** One Hocuspocus connection with any number of documents. */
final class HocuspocusSession implements BinarySession, HocuspocusDocument.Home {

  private static final int LONGEST_ADDRESS = 400;
  private static final int LONGEST_TOKEN = 8_192;

  private final DialectServices services;
  private final SocketLimits limits;
  private final @Nullable SignedIn handshake;
  private final String name;
  private final Outbox<Payload> outbox;
  private final Vigil vigil;
  private final BytesAssembler frames;
  private final TokenBucket messages;
  private final Heartbeat heartbeat;
  private final JoinGate gate;
  private final long openedAt;
  private final Map<String, HocuspocusDocument> documents = new ConcurrentHashMap<>();
  private int documentsOpened;
  private volatile boolean signedIn;
  private volatile boolean over;

  /**
   * A connection that has said nothing yet.
   *
   * @param handshake who the handshake was signed in as, if it was
   * @param name its name among all servers
   */
  HocuspocusSession(
      DialectServices services, @Nullable SignedIn handshake, String name, Wire wire) {
    this.services = services;
    this.limits = services.sockets().limits();
    this.handshake = handshake;
    this.name = name;
    this.outbox =
        new Outbox<>(
            wire, services.sockets().writers(), new BinaryFraming(), limits.outboundBytes());
    this.vigil = new Vigil(services.sockets(), new SignInWatch(services.sockets(), handshake));
    this.frames = new BytesAssembler(limits.payloadBytes() + DialectSockets.ENVELOPE_BYTES);
    this.messages =
        new TokenBucket(
            limits.messages().perSecond(),
            limits.messages().burst(),
            services.sockets().nanoTime());
    this.heartbeat = new Heartbeat(services.sockets());
    this.gate = new JoinGate(limits.joins());
    this.openedAt = services.sockets().nanoTime().getAsLong();
    this.signedIn = handshake != null;
  }

  @Override
  public String user() {
    return handshake == null ? "" : handshake.getName();
  }

  /** The client speaks first. */
  @Override
  public void greet() {}

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
      if (message.size() == 1) {
        alone(message.unsafeBytes()[0]);
      } else {
        read(new FrameReader(message));
      }
    } catch (MalformedFrameException malformed) {
      fail(ErrorCode.PROTOCOL, "malformed message");
    }
  }

  /** Newer clients ask and answer for the socket as such. */
  private void alone(byte type) {
    if (type == HocuspocusFrames.PING) {
      outbox.offer(HocuspocusFrames.pong());
    } else if (type != HocuspocusFrames.PONG) {
      throw new MalformedFrameException("no address");
    }
  }

  private void read(FrameReader frame) {
    String address = frame.varString();
    if (address.isEmpty() || address.length() > LONGEST_ADDRESS) {
      throw new MalformedFrameException("no address");
    }
    long type = frame.varUint();
    if (type == YjsMessage.AUTH) {
      authenticate(address, frame);
    } else if (type == YjsMessage.SYNC || type == HocuspocusFrames.SYNC_REPLY) {
      hear(address, YjsMessage.sync(frame));
    } else if (type == YjsMessage.AWARENESS) {
      hear(address, YjsMessage.awareness(frame));
    } else if (type == YjsMessage.QUERY_AWARENESS) {
      hear(address, new YjsMessage.QueryAwareness());
    } else if (type == HocuspocusFrames.CLOSE) {
      close(address);
    } else if (type == HocuspocusFrames.PING) {
      outbox.offer(HocuspocusFrames.addressed(address, HocuspocusFrames.pong()));
    } else if (type != HocuspocusFrames.PONG
        && type != HocuspocusFrames.STATELESS
        && type != HocuspocusFrames.SYNC_STATUS) {
      throw new MalformedFrameException("not a message of a client");
    }
  }

  private void authenticate(String address, FrameReader frame) {
    if (frame.varUint() != HocuspocusFrames.TOKEN) {
      throw new MalformedFrameException("not a token");
    }
    String token = frame.varString();
    if (token.length() > LONGEST_TOKEN) {
      throw new MalformedFrameException("not a token");
    }
    HocuspocusDocument document = documentAt(address);
    if (document != null) {
      document.authenticate(Optional.ofNullable(handshake), token);
    }
  }

  private void hear(String address, YjsMessage message) {
    HocuspocusDocument known = documents.get(address);
    HocuspocusDocument document = known == null ? documentAt(address) : known;
    if (document == null) {
      return;
    }
    document.hear(message);
    if (known == null && handshake != null) { // older clients without a token show none
      document.authenticate(Optional.of(handshake), "");
    }
  }

  private @Nullable HocuspocusDocument documentAt(String address) {
    HocuspocusDocument known = documents.get(address);
    if (known != null) {
      return known;
    }
    if (documents.size() >= limits.documents()) {
      outbox.offer(
          HocuspocusFrames.addressed(
              address, HocuspocusFrames.denied("too many documents on this connection")));
      return null;
    }
    HocuspocusDocument fresh =
        new HocuspocusDocument(services, this, address, name + "-" + ++documentsOpened);
    documents.put(address, fresh);
    if (over) { // the socket went while this came
      leaveAll();
    }
    return fresh;
  }

  private void close(String address) {
    HocuspocusDocument document = documents.remove(address);
    if (document != null) {
      document.leave();
    }
  }

  @Override
  public void fail(ErrorCode code, String reason) {
    outbox.finish(List.of(), CloseCode.ofDialect(code), reason);
    vigil.finishing();
    leaveAll();
  }

  @Override
  public void gone() {
    outbox.discard();
    leaveAll();
  }

  private void leaveAll() {
    over = true;
    documents.values().forEach(HocuspocusDocument::leave);
    documents.clear();
  }

  @Override
  public void look() {
    switch (vigil.look()) {
      case NOTHING -> watch();
      case ASK -> tellAnyone(YjsFrames.QUERY_AWARENESS);
      case SIGN_IN_ENDED -> fail(ErrorCode.UNAUTHENTICATED, "the sign-in has ended");
      case SILENT -> {
        outbox.abort(CloseCode.TRY_AGAIN, "nothing heard");
        leaveAll();
      }
      case STUCK -> outbox.abort(CloseCode.GOING_AWAY, "the connection does not take the end");
    }
  }

  private void watch() {
    long age = services.sockets().nanoTime().getAsLong() - openedAt;
    if (!signedIn && !over && age > limits.dialects().signIn().toNanos()) {
      fail(ErrorCode.UNAUTHENTICATED, "sign in first");
      return;
    }
    documents.values().forEach(HocuspocusDocument::look);
    if (heartbeat.isDue()) {
      tellAnyone(YjsFrames.NO_AWARENESS);
    }
  }

  private void tellAnyone(Payload frame) {
    documents.values().stream().findFirst().ifPresent(document -> document.send(frame));
  }

  @Override
  public Outbox<Payload> outbox() {
    return outbox;
  }

  @Override
  public JoinGate gate() {
    return gate;
  }

  @Override
  public void forget(HocuspocusDocument document) {
    documents.remove(document.address(), document);
  }

  @Override
  public void signedIn() {
    signedIn = true;
  }
}
