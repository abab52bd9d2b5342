package coedit.web.auth;

import coedit.web.auth.SignedTokens.Purpose;
import coedit.web.auth.SignedTokens.Verified;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Single-use tickets for sockets that can send neither cookie nor header. A ticket says everything
 * itself; only the used ones are remembered, until they are out of date. Thread-safe.
 *
 * <p>Each server remembers for itself: a stolen ticket could be used once more on another server of
 * the cluster within its half minute.
 */
public final class Tickets {

  public static final Duration LIFETIME = Duration.ofSeconds(30);

  /** Longer than a ticket passes for good, clock skew included. */
  private static final Duration REMEMBERED = Duration.ofMinutes(2);

  private static final int MOST_REMEMBERED = 50_000;

  private final SignedTokens tokens;
  private final Clock clock;
  private final Map<String, Instant> used = new ConcurrentHashMap<>();

  public Tickets(SignedTokens tokens, Clock clock) {
    this.tokens = tokens;
    this.clock = clock;
  }

  /**
   * A ticket for {@code who}.
   *
   * @param document the only document it opens, as the address of the socket names it
   */
  public String issue(SignedIn who, Optional<String> document) {
    return tokens.issue(Purpose.TICKET, who, LIFETIME, document);
  }

  /** Uses a ticket up; empty when it is none, too late, or used before. */
  public Optional<Verified> redeem(String ticket) {
    Optional<Verified> verified = tokens.read(Purpose.TICKET, ticket);
    if (verified.isEmpty() || !remember(verified.get().id())) {
      return Optional.empty();
    }
    return verified;
  }

  private boolean remember(String id) {
    Instant now = clock.instant();
    if (used.size() >= MOST_REMEMBERED / 2) {
      used.values().removeIf(until -> until.isBefore(now));
    }
    return used.size() < MOST_REMEMBERED && used.putIfAbsent(id, now.plus(REMEMBERED)) == null;
  }
}
