package coedit.web.hocuspocus;

import coedit.core.service.DocumentView;
import coedit.core.service.Outcome;
import coedit.core.service.PresenceChange;
import coedit.model.Access;
import coedit.model.ErrorCode;
import coedit.model.Payload;
import coedit.web.auth.SignedIn;
import coedit.web.socket.JoinGate;
import coedit.web.socket.Outbox;
import coedit.web.socket.SignInWatch;
import coedit.web.yjs.DialectServices;
import coedit.web.yjs.DocumentHome;
import coedit.web.yjs.EarlyFrames;
import coedit.web.yjs.SharedDocument;
import coedit.web.yjs.YjsMessage;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One address on one socket: a document's id or name, possibly with a session id behind a NUL,
 * since one page may have a document open twice. First comes a token; what comes before it has been
 * checked waits, bounded. After its end it stays at its address and is deaf, until the client
 * closes it or shows a token anew: providers go on talking to what they were denied.
 */
final class HocuspocusDocument implements DocumentHome {

  private static final System.Logger LOG = System.getLogger(HocuspocusDocument.class.getName());

  /**
   * What a client shows to open a document.
   *
   * @param who of the handshake, if that was signed in: any token will do then
   */
  private record Shown(Optional<SignedIn> who, String token) {}

  /** The socket around a document. */
  interface Home {
    Outbox<Payload> outbox();

    JoinGate gate();

    /** Where the client is. */
    String address();

    /** The client is told of others in one message. */
    void tellsOfOthers();

    /** What may wait for documents of this socket. */
    EarlyFrames early();

    /** A token was none. */
    void denied();

    /** Somebody is known by what is shown; false when they ask too often, and the socket ends. */
    boolean mayAsk(String user);

    /** Somebody signs in on this socket; false when they have too many, and it ends. */
    boolean signedIn(String user);

    void fail(ErrorCode code, String reason);
  }

  private final DialectServices services;
  private final Home home;
  private final String address;
  private final SharedDocument document;
  private final long openedAt;
  private boolean checking;
  private @Nullable Shown later;
  private @Nullable SignInWatch watch;
  private @Nullable String user;
  private volatile boolean ended;

  /**
   * A document nobody has signed in for.
   *
   * @param session the name under which others see its presence
   */
  HocuspocusDocument(DialectServices services, Home home, String address, String session) {
    this.services = services;
    this.home = home;
    this.address = address;
    this.document = new SharedDocument(services.sockets(), session, this, home.early());
    this.openedAt = services.sockets().nanoTime().getAsLong();
  }

  /** Whether it is deaf. */
  boolean hasEnded() {
    return ended;
  }

  /** The id or name in the address. */
  private String name() {
    int nul = address.indexOf('\0');
    return nul < 0 ? address : address.substring(0, nul);
  }

  /**
   * A token is shown, or an address is used on a socket that is signed in. What is shown while
   * another token is looked at is looked at next, the last of them.
   *
   * @param who of the handshake, if that was signed in: any token will do then
   */
  synchronized void authenticate(Optional<SignedIn> who, String token) {
    if (ended) {
      return;
    }
    Shown shown = new Shown(who, token);
    if (checking) {
      later = shown;
    } else {
      checking = true;
      services.blocking().execute(() -> check(shown));
    }
  }

  /** Goes on with what was shown last, if that was not what has been looked at. */
  private boolean goesOn() {
    Shown next;
    synchronized (this) {
      next = ended ? null : later;
      later = null;
      checking = next != null;
    }
    if (next != null) {
      services.blocking().execute(() -> check(next));
    }
    return next != null;
  }

  private void check(Shown shown) {
    try {
      Optional<SignedIn> signedIn =
          shown
              .who()
              .filter(known -> known.mayOpen(name()))
              .or(() -> services.tokens().read(shown.token(), name()))
              .map(known -> known.at(home.address()));
      if (signedIn.isEmpty()) {
        if (!goesOn()) {
          end(HocuspocusFrames.denied("sign in first"));
        }
        home.denied();
        return;
      }
      if (!home.mayAsk(signedIn.get().getName())) {
        return;
      }
      Outcome<DocumentView> found = services.finder().find(signedIn.get().participant(), name());
      if (found instanceof Outcome.Refused<DocumentView> refused) {
        if (!goesOn()) {
          turnAway(refused.refusal().reason());
        }
      } else if (found instanceof Outcome.Done<DocumentView> done) {
        open(signedIn.get(), done.value());
      }
    } catch (RuntimeException storeAway) {
      LOG.log(System.Logger.Level.WARNING, "cannot check a sign-in", storeAway);
      home.fail(ErrorCode.DEGRADED, "sign-in cannot be checked now");
    }
  }

  private void open(SignedIn who, DocumentView view) {
    if (!home.signedIn(who.getName())) {
      return;
    }
    boolean first;
    boolean same;
    synchronized (this) {
      first = user == null;
      same = first || who.getName().equals(user);
      if (same && !ended) {
        user = who.getName();
        watch = new SignInWatch(services.sockets(), who);
        send(HocuspocusFrames.authenticated(view.access().allows(Access.EDIT)));
      }
    }
    if (first) {
      document.open(who.participant(), view.id());
    } else if (same) {
      document.shownAs(who.participant());
    } else {
      end(HocuspocusFrames.denied("signed in as somebody else"));
    }
    boolean unused = goesOn();
  }

  /** Ends this document with a word to the client, who may have closed it already: then without. */
  private void end(Payload... last) {
    synchronized (this) {
      if (ended) {
        return;
      }
      ended = true;
      for (Payload frame : last) {
        send(frame);
      }
    }
    document.leave();
  }

  void hear(YjsMessage message) {
    document.hear(message);
  }

  /** The client closes this document, or the socket is gone. */
  void leave() {
    end();
  }

  /** What is due with time; called every second. */
  void look() {
    if (isSignInOver()) {
      dismiss("the sign-in has ended");
    } else if (isSignInUnknown()) {
      home.fail(ErrorCode.DEGRADED, "sign-ins cannot be checked now");
    } else if (isNobodys()) {
      end(HocuspocusFrames.denied("sign in first"));
    } else {
      document.look();
    }
  }

  /** Whether no token has come for it in time. */
  private synchronized boolean isNobodys() {
    long age = services.sockets().nanoTime().getAsLong() - openedAt;
    return user == null
        && !checking
        && age > services.sockets().limits().dialects().signIn().toNanos();
  }

  private synchronized boolean isSignInOver() {
    return watch != null && watch.hasEnded();
  }

  private synchronized boolean isSignInUnknown() {
    return watch != null && watch.isUnknown();
  }

  /** A token was good, and not for this: what is open is closed, a client waits for no more. */
  private void turnAway(String reason) {
    boolean open;
    synchronized (this) {
      open = user != null;
    }
    if (open) {
      dismiss(reason);
    } else {
      end(HocuspocusFrames.denied(reason));
    }
  }

  private void dismiss(String reason) {
    end(HocuspocusFrames.denied(reason), HocuspocusFrames.close(reason));
  }

  @Override
  public void send(Payload frame) {
    home.outbox().offer(envelope(frame));
  }

  @Override
  public void sendJoined(List<Payload> frames, Runnable taken) {
    home.outbox().offerJoined(frames.stream().map(this::envelope).toList(), taken);
  }

  @Override
  public JoinGate gate() {
    return home.gate();
  }

  @Override
  public void sendPresence(List<PresenceChange> changes) {
    home.outbox().offerPresence(document, changes);
  }

  @Override
  public void tellsOfOthers() {
    home.tellsOfOthers();
  }

  @Override
  public void settled(int updates, boolean applied) {
    for (int i = 0; i < updates; i++) {
      send(HocuspocusFrames.syncStatus(applied));
    }
  }

  /**
   * A lost right ends this document, and so does what would end it again after connecting again;
   * that mends anything else. Either touches other documents' locks.
   */
  @Override
  public void ended(ErrorCode code, String reason) {
    boolean right =
        code == ErrorCode.NOT_FOUND
            || code == ErrorCode.FORBIDDEN
            || code == ErrorCode.UNSUPPORTED_VERSION;
    services
        .blocking()
        .execute(
            () -> {
              if (right) {
                dismiss(reason);
              } else if (isForGood(code)) {
                end(HocuspocusFrames.close(reason));
              } else {
                home.fail(code, reason);
              }
            });
  }

  private static boolean isForGood(ErrorCode code) {
    return code.category() == ErrorCode.Category.CLIENT
        || code == ErrorCode.PLUGIN_FAILED
        || code == ErrorCode.CORRUPT;
  }

  @Override
  public void said(Payload word) {
    send(HocuspocusFrames.stateless(word));
  }

  @Override
  public Payload envelope(Payload frame) {
    return HocuspocusFrames.addressed(address, frame);
  }
}
