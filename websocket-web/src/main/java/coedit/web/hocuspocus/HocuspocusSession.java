package coedit.web.hocuspocus;

import coedit.model.ErrorCode;
import coedit.model.Payload;
import coedit.web.auth.SignedIn;
import coedit.web.socket.JoinGate;
import coedit.web.socket.SocketLimits;
import coedit.web.socket.TokenBucket;
import coedit.web.socket.Wire;
import coedit.web.yjs.DialectServices;
import coedit.web.yjs.DialectSession;
import coedit.web.yjs.EarlyFrames;
import coedit.web.yjs.FrameReader;
import coedit.web.yjs.MalformedFrameException;
import coedit.web.yjs.YjsMessage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One Hocuspocus connection with any number of documents. */
final class HocuspocusSession extends DialectSession implements HocuspocusDocument.Home {

  private static final int LONGEST_ADDRESS = 400;
  private static final int LONGEST_TOKEN = 8_192;

  /** What a client needs that opens all its documents, closes them and opens them again. */
  private static final int TOKENS_PER_DOCUMENT = 2;

  private static final int TOKENS_PER_SECOND = 5;

  /** Of a client with one good token all are; looking at each costs a signature. */
  private static final int MOST_BAD_TOKENS = 5;

  private final DialectServices services;
  private final SocketLimits limits;
  private final @Nullable SignedIn handshake;
  private final String name;
  private final String address;
  private final JoinGate gate;
  private final EarlyFrames early;
  private final TokenBucket tokens;
  private final AtomicInteger badTokens = new AtomicInteger();
  private final long openedAt;
  private final Map<String, HocuspocusDocument> documents = new ConcurrentHashMap<>();
  private int documentsOpened;
  private volatile boolean signedIn;

  /**
   * A connection that has said nothing yet.
   *
   * @param handshake who the handshake was signed in as, if it was
   * @param name its name among all servers
   */
  HocuspocusSession(
      DialectServices services, @Nullable SignedIn handshake, String name, Wire wire) {
    super(services.sockets(), handshake, wire);
    this.services = services;
    this.limits = services.sockets().limits();
    this.handshake = handshake;
    this.name = name;
    this.address = wire.address();
    this.gate = new JoinGate(limits.joins());
    this.tokens =
        new TokenBucket(
            TOKENS_PER_SECOND,
            TOKENS_PER_DOCUMENT * limits.documents(),
            services.sockets().nanoTime());
    this.openedAt = services.sockets().nanoTime().getAsLong();
    this.signedIn = handshake != null;
    this.early = new EarlyFrames(limits, services.budgets());
    if (handshake != null) {
      early.signedIn(handshake.getName());
    }
  }

  /** The client speaks first. */
  @Override
  public void greet() {}

  @Override
  protected void read(Payload message) {
    if (message.size() == 1) {
      alone(message.unsafeBytes()[0]);
    } else {
      read(new FrameReader(message));
    }
  }

  /** Newer clients ask and answer for the socket as such. */
  private void alone(byte type) {
    if (type == HocuspocusFrames.PING) {
      outbox().offer(HocuspocusFrames.pong());
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
    } else if (type == HocuspocusFrames.STATELESS) {
      hear(address, new YjsMessage.Stateless(Payload.ofUtf8(frame.varString())));
    } else if (type == HocuspocusFrames.CLOSE) {
      close(address);
    } else if (type == HocuspocusFrames.PING) {
      outbox().offer(HocuspocusFrames.addressed(address, HocuspocusFrames.pong()));
    } else if (type != HocuspocusFrames.PONG && type != HocuspocusFrames.SYNC_STATUS) {
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
    if (!tokens.take()) {
      services.sockets().enforcement().refused("tokens");
      fail(ErrorCode.RATE, "more tokens than a socket may show");
      return;
    }
    HocuspocusDocument known = documents.get(address);
    if (known != null && known.hasEnded()) {
      documents.remove(address, known);
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
      documents.values().removeIf(HocuspocusDocument::hasEnded);
    }
    if (documents.size() >= limits.documents()) {
      services.sockets().enforcement().refused("documents");
      outbox()
          .offer(
              HocuspocusFrames.addressed(
                  address, HocuspocusFrames.denied("too many documents on this connection")));
      return null;
    }
    HocuspocusDocument fresh =
        new HocuspocusDocument(services, this, address, name + "-" + ++documentsOpened);
    documents.put(address, fresh);
    if (isOver()) { // the socket went while this came
      leave();
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
  protected boolean mayWait(int bytes) {
    return early.takePiece(bytes);
  }

  @Override
  protected void waitsNoLonger() {
    early.givePieces();
  }

  @Override
  protected List<Payload> lastWords(ErrorCode code, String reason) {
    return List.of();
  }

  @Override
  protected void leave() {
    documents.values().forEach(HocuspocusDocument::leave);
    documents.clear();
  }

  @Override
  protected void lookAfterDocuments() {
    long age = services.sockets().nanoTime().getAsLong() - openedAt;
    if (!signedIn && age > limits.dialects().signIn().toNanos()) {
      services.sockets().enforcement().refused("sign-in-time");
      fail(ErrorCode.UNAUTHENTICATED, "sign in first");
    } else {
      documents.values().forEach(HocuspocusDocument::look);
    }
  }

  @Override
  protected void tell(Payload frame) {
    documents.values().stream()
        .filter(document -> !document.hasEnded())
        .findFirst()
        .ifPresent(document -> document.send(frame));
  }

  @Override
  public JoinGate gate() {
    return gate;
  }

  @Override
  public String address() {
    return address;
  }

  @Override
  public EarlyFrames early() {
    return early;
  }

  @Override
  public void denied() {
    if (badTokens.incrementAndGet() == MOST_BAD_TOKENS) {
      fail(ErrorCode.UNAUTHENTICATED, "sign in first");
    }
  }

  @Override
  public boolean mayAsk(String user) {
    if (services.admission().mayAsk(user)) {
      return true;
    }
    services.sockets().enforcement().refused("requests");
    fail(ErrorCode.RATE, "more requests than one user may send");
    return false;
  }

  @Override
  public boolean signedIn(String user) {
    if (!services.admission().signedIn(this, user)) {
      fail(ErrorCode.RATE, "too many connections of one user");
      return false;
    }
    signedIn = true;
    early.signedIn(user);
    return true;
  }
}
