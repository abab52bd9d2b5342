package coedit.web.yjs;

import coedit.web.auth.SignedIn;
import coedit.web.socket.SocketServices;
import coedit.web.socket.SocketSession;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * What the sockets of the Yjs dialects share.
 *
 * @param blocking runs what waits for the database
 * @param budgets for what waits on all sockets together
 */
public record DialectServices(
    SocketServices sockets,
    DocumentFinder finder,
    Tokens tokens,
    Admission admission,
    Executor blocking,
    EarlyFrames.Budgets budgets) {

  public DialectServices(
      SocketServices sockets,
      DocumentFinder finder,
      Tokens tokens,
      Admission admission,
      Executor blocking) {
    this(
        sockets, finder, tokens, admission, blocking, EarlyFrames.Budgets.within(sockets.limits()));
  }

  /** Who somebody is by what they show. */
  public interface Tokens {

    /**
     * The sign-in behind a ticket or an access token; blocks.
     *
     * @param document the address that it is shown for
     */
    Optional<SignedIn> read(String token, String document);
  }

  /** How much somebody may ask, and how many sockets they may have. */
  public interface Admission {

    /** Counts a question as one of a user's requests; false when that is one too many. */
    boolean mayAsk(String user);

    /** Somebody signs in on an open socket: counts it as theirs; false when they have too many. */
    boolean signedIn(SocketSession session, String user);
  }
}
