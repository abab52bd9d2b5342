package coedit.web.yjs;

import coedit.core.service.DocumentView;
import coedit.core.service.Outcome;
import coedit.core.service.PresenceChange;
import coedit.core.service.Refusal;
import coedit.model.ErrorCode;
import coedit.model.Payload;
import coedit.web.auth.SignedIn;
import coedit.web.socket.JoinGate;
import coedit.web.socket.Wire;
import java.util.List;

/** One y-websocket connection: one person, one document. */
final class YjsSession extends DialectSession implements DocumentHome {

  private static final System.Logger LOG = System.getLogger(YjsSession.class.getName());

  private final DialectServices services;
  private final SignedIn signedIn;
  private final String address;
  private final JoinGate gate = new JoinGate(1);
  private final EarlyFrames early;
  private final SharedDocument document;
  private boolean toldReadOnly;

  /**
   * A connection that has said nothing yet.
   *
   * @param name its name among all servers
   * @param address an id or a name of a document
   */
  YjsSession(DialectServices services, SignedIn signedIn, String name, String address, Wire wire) {
    super(services.sockets(), signedIn, wire);
    this.services = services;
    this.signedIn = signedIn;
    this.address = address;
    this.early = new EarlyFrames(services.sockets().limits(), services.budgets());
    early.signedIn(signedIn.getName());
    this.document = new SharedDocument(services.sockets(), name, this, early);
  }

  @Override
  public void greet() {
    services
        .blocking()
        .execute(
            () -> {
              if (!signedIn.mayOpen(address)) {
                fail(ErrorCode.NOT_FOUND, "there is no such document");
                return;
              }
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
  protected void read(Payload message) {
    FrameReader frame = new FrameReader(message);
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
  protected boolean mayWait(int bytes) {
    return early.takePiece(bytes);
  }

  @Override
  protected void waitsNoLonger() {
    early.givePieces();
  }

  @Override
  protected List<Payload> lastWords(ErrorCode code, String reason) {
    boolean denied = code.category() == ErrorCode.Category.CLIENT;
    return List.of(denied ? denial(reason) : YjsFrames.NO_AWARENESS);
  }

  private static Payload denial(String reason) {
    return new FrameWriter(64).varUint(YjsMessage.AUTH).varUint(0).varString(reason).end();
  }

  @Override
  protected void leave() {
    document.leave();
  }

  @Override
  protected void lookAfterDocuments() {
    document.look();
  }

  @Override
  protected void tell(Payload frame) {
    send(frame);
  }

  @Override
  public void send(Payload frame) {
    outbox().offer(frame);
  }

  @Override
  public void sendJoined(List<Payload> joined, Runnable taken) {
    outbox().offerJoined(joined, taken);
  }

  @Override
  public JoinGate gate() {
    return gate;
  }

  @Override
  public void sendPresence(List<PresenceChange> changes) {
    outbox().offerPresence(document, changes);
  }

  /** The protocol has no word for it, but for a refusal. */
  @Override
  public void settled(int updates, boolean applied) {
    if (!applied && !toldReadOnly) {
      toldReadOnly = true;
      outbox().offer(denial("you may not edit this document"));
    }
  }

  @Override
  public void ended(ErrorCode code, String reason) {
    fail(code, reason);
  }

  /** The protocol has no word for it. */
  @Override
  public void said(Payload word) {}

  @Override
  public Payload envelope(Payload frame) {
    return frame;
  }
}
