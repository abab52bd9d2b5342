package coedit.web.socket;

import coedit.core.service.EditingService;
import coedit.core.service.JoinRequest;
import coedit.core.service.Refusal;
import coedit.model.DocumentId;
import coedit.model.ErrorCode;
import coedit.web.auth.SignedIn;
import coedit.web.protocol.ClientMessage;
import coedit.web.protocol.Decoded;
import coedit.web.protocol.Encoded;
import coedit.web.protocol.ServerMessage;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One socket of one signed-in person, as a state machine: greeted, then any number of open
 * documents, then failed or gone.
 *
 * <p>{@link #frame} is called by one thread at a time, as containers deliver; {@link #look} by the
 * server's scan; {@link #gone} by anyone. Answers of the core come on its threads and pass {@link
 * OpenDocument} straight to the {@link Outbox}.
 */
final class CollabSession
    implements SocketSession, OpenDocument.Home, ClientMessage.Handler, Decoded.Handler {

  /** So often one socket may start a document over because its state was another. */
  private static final int MOST_DIVERGENCES = 3;

  private final SocketServices services;
  private final SocketLimits limits;
  private final SignedIn signedIn;
  private final String name;
  private final Outbox<Encoded> outbox;
  private final Vigil vigil;
  private final JoinGate gate;
  private final TextAssembler frames;
  private final TextAssembler parts;
  private final TokenBucket submissions;
  private final TokenBucket presence;
  private final TokenBucket states;
  private final TokenBucket messages;
  private final Map<DocumentId, OpenDocument> documents = new ConcurrentHashMap<>();
  private final AtomicInteger divergences = new AtomicInteger();
  private long partId;
  private boolean insideParts;
  private volatile boolean held;
  private volatile boolean over;

  /**
   * A session that has said nothing yet.
   *
   * @param name its name among all servers
   */
  CollabSession(SocketServices services, SignedIn signedIn, String name, Wire wire) {
    this.services = services;
    this.limits = services.limits();
    this.signedIn = signedIn;
    this.name = name;
    this.outbox =
        new Outbox<>(
            wire,
            services.writers(),
            new JsonFraming(),
            new Outbox.Bound(
                limits.outboundBytes(),
                services.nanoTime(),
                () -> services.enforcement().refused("outbound")),
            services.paces().get());
    this.vigil = new Vigil(services, new SignInWatch(services, signedIn));
    this.gate = new JoinGate(limits.joins());
    this.frames = new TextAssembler(limits.frameBytes());
    this.parts = new TextAssembler(limits.payloadBytes());
    this.submissions = bucket(limits.submissions());
    this.presence = bucket(limits.presence());
    this.states = new TokenBucket(1, limits.documents(), services.nanoTime());
    this.messages = bucket(limits.messages());
  }

  private TokenBucket bucket(SocketLimits.Rate rate) {
    return new TokenBucket(rate.perSecond(), rate.burst(), services.nanoTime());
  }

  @Override
  public String user() {
    return signedIn.getName();
  }

  @Override
  public void greet() {
    outbox.offer(
        new ServerMessage.Welcome(
                name,
                signedIn.participant().user(),
                signedIn.participant().displayName(),
                limits.heartbeat(),
                new ServerMessage.Welcome.Limits(
                    limits.frameBytes(), limits.payloadBytes(), limits.decode().maxOperations()))
            .encode());
  }

  /** Takes a piece of a message as it came in a frame. */
  void frame(String piece, boolean last) {
    if (over || held) {
      return;
    }
    if (!frames.fits(piece)) {
      tooLarge(limits.frameBytes());
      return;
    }
    frames.add(piece, last).ifPresent(this::message);
  }

  private void message(String text) {
    vigil.heard();
    if (messages.take()) {
      services.codec().decode(text).handTo(this);
    } else {
      services.enforcement().refused("messages");
      fail(ErrorCode.RATE, "more messages than a socket may send");
    }
  }

  private void tooLarge(int bytes) {
    services.enforcement().refused("message-bytes");
    fail(ErrorCode.TOO_LARGE, "a message is over " + bytes + " bytes");
  }

  @Override
  public void hold() {
    held = true;
  }

  @Override
  public void fail(ErrorCode code, String reason) {
    outbox.finish(
        new ServerMessage.Failure(code, reason, true).encode(), CloseCode.of(code), reason);
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
    documents.values().forEach(OpenDocument::leave);
    documents.clear();
  }

  /** A ping, states that came too fast, the end of a silent socket. */
  @Override
  public void look() {
    switch (vigil.look(outbox.inFlight())) {
      case NOTHING -> documents.values().forEach(OpenDocument::showLatest);
      case ASK -> outbox.offer(new ServerMessage.Ping().encode());
      case SIGN_IN_ENDED -> fail(ErrorCode.UNAUTHENTICATED, "the sign-in has ended");
      case SIGN_IN_UNKNOWN -> fail(ErrorCode.DEGRADED, "sign-ins cannot be checked now");
      case SILENT -> {
        services.enforcement().refused("silence");
        outbox.abort(CloseCode.SILENT, "nothing heard");
        leaveAll();
      }
      case STUCK -> outbox.abort(CloseCode.GOING_AWAY, "the connection takes nothing");
    }
    if (divergences.get() > MOST_DIVERGENCES && !over) {
      services.enforcement().refused("divergences");
      fail(ErrorCode.RATE, "its state was another one again and again");
    }
    if (outbox.hasEnded() && !over) {
      leaveAll();
    }
  }

  @Override
  public void received(ClientMessage message) {
    message.handTo(this);
  }

  @Override
  public void refused(Decoded.Refused frame) {
    count(frame.code());
    refuse(frame.document(), frame.sequence(), new Refusal(frame.code(), frame.reason()));
  }

  @Override
  public void malformed(Decoded.Malformed frame) {
    count(frame.code());
    if (frame.fatal()) {
      fail(frame.code(), frame.reason());
    } else {
      outbox.offer(new ServerMessage.Failure(frame.code(), frame.reason(), false).encode());
    }
  }

  private void count(ErrorCode code) {
    if (code == ErrorCode.TOO_LARGE) {
      services.enforcement().refused("too-large");
    }
  }

  @Override
  public void join(ClientMessage.Join message) {
    if (!signedIn.mayOpen(message.document().toString())) {
      closed(message.document(), ErrorCode.NOT_FOUND, "there is no such document");
      return;
    }
    OpenDocument before = documents.remove(message.document());
    if (before != null) {
      before.leave();
    }
    if (documents.size() >= limits.documents()) {
      services.enforcement().refused("documents");
      closed(message.document(), ErrorCode.BUSY, "too many documents on this connection");
      return;
    }
    OpenDocument document =
        new OpenDocument(
            this,
            new JoinRequest(
                message.document(),
                name,
                signedIn.participant(),
                message.client(),
                message.resume()));
    documents.put(document.id(), document);
    gate.enter(document);
    if (over) { // the socket went while this joined
      leaveAll();
    }
  }

  private void closed(DocumentId document, ErrorCode code, String reason) {
    outbox.offer(new ServerMessage.Closed(document, code, reason).encode());
  }

  @Override
  public void leave(ClientMessage.Leave message) {
    OpenDocument document = documents.remove(message.document());
    if (document != null) {
      document.leave();
    }
  }

  @Override
  public void submit(ClientMessage.Submit message) {
    if (!submissions.take()) {
      services.enforcement().refused("submissions");
      refuse(
          message.document(),
          message.sequence(),
          new Refusal(
              ErrorCode.RATE, "more submissions than a socket may send", submissions.untilNext()));
      return;
    }
    OpenDocument document = documents.get(message.document());
    if (document == null || !document.submit(message)) {
      refuse(
          message.document(),
          message.sequence(),
          new Refusal(ErrorCode.NOT_JOINED, "this document is not open on this connection"));
    }
  }

  private void refuse(DocumentId document, long sequence, Refusal refusal) {
    outbox.offer(new ServerMessage.Refuse(document, sequence, refusal).encode());
  }

  @Override
  public void presence(ClientMessage.Presence message) {
    OpenDocument document = documents.get(message.document());
    if (document == null) {
      return;
    }
    boolean now = presence.take();
    if (!now) {
      services.enforcement().refused("presence");
    }
    document.show(message, now);
  }

  @Override
  public void state(ClientMessage.State message) {
    OpenDocument document = documents.get(message.document());
    if (document != null && states.take()) {
      document.compare(message);
    } else if (document != null) {
      services.enforcement().refused("states");
    }
  }

  @Override
  public void ping() {
    outbox.offer(new ServerMessage.Pong().encode());
  }

  @Override
  public void pong() {
    // Having heard it is all it is for.
  }

  @Override
  public void part(ClientMessage.Part part) {
    if (insideParts || (parts.isUnderWay() && part.id() != partId)) {
      fail(ErrorCode.PROTOCOL, "one message in parts at a time");
    } else if (!parts.fits(part.data())) {
      tooLarge(limits.payloadBytes());
    } else {
      partId = part.id();
      Optional<String> whole = parts.add(part.data(), part.last());
      insideParts = true;
      whole.ifPresent(text -> services.codec().decode(text).handTo(this));
      insideParts = false;
    }
  }

  @Override
  public EditingService editing() {
    return services.editing();
  }

  @Override
  public Outbox<Encoded> outbox() {
    return outbox;
  }

  @Override
  public long waitingBytes() {
    return outbox.waitingBytes();
  }

  @Override
  public JoinGate gate() {
    return gate;
  }

  @Override
  public void diverged() {
    divergences.incrementAndGet();
  }

  @Override
  public void forget(OpenDocument document) {
    documents.remove(document.id(), document);
  }
}
