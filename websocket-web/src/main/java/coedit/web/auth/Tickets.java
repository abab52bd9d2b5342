package coedit.web.auth;

import coedit.core.service.SessionService;
import coedit.web.auth.SignedTokens.Purpose;
import coedit.web.auth.SignedTokens.Verified;
import java.time.Duration;
import java.util.Optional;

/**
 * Single-use tickets for sockets that can send neither cookie nor header. A ticket says everything
 * itself; only the used ones are remembered, in the store, until they are out of date: so one
 * passes once, whichever server it is shown to. Thread-safe; using one blocks on the store.
 */
public final class Tickets {

  public static final Duration LIFETIME = Duration.ofSeconds(30);

  /** Longer than a ticket passes for good at any server, whatever its clock says. */
  private static final Duration REMEMBERED = Duration.ofMinutes(2);

  private final SignedTokens tokens;
  private final SessionService sessions;

  public Tickets(SignedTokens tokens, SessionService sessions) {
    this.tokens = tokens;
    this.sessions = sessions;
  }

  /**
   * A ticket for {@code who}.
   *
   * @param document the only document it opens, as the peer will name it: its id, or in an address
   *     its name
   */
  public String issue(SignedIn who, Optional<String> document) {
    return tokens.issue(Purpose.TICKET, who, LIFETIME, document);
  }

  /**
   * Uses a ticket up; empty when it is none, too late, used before, or for another document.
   *
   * @param document that it is shown for; empty when that is told later, on the socket
   */
  public Optional<Verified> redeem(String ticket, Optional<String> document) {
    return tokens
        .read(Purpose.TICKET, ticket)
        .filter(verified -> document.map(verified.who()::mayOpen).orElse(true))
        .filter(verified -> sessions.useTicket(verified.id(), sessions.now().plus(REMEMBERED)));
  }
}
