package coedit.web.auth;

import coedit.core.service.SessionService;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks the store about sign-ins and believes the answer for three seconds, so that requests do not
 * each cost a read. For open sockets it asks by itself, in one query for all of them: so a
 * revocation reaches every server, whatever is lost on the way between servers. Thread-safe.
 */
final class CachedLiveness implements SessionLiveness {

  /** Together with a scan of sockets and a query this stays below five seconds. */
  static final Duration ROUND = Duration.ofSeconds(2);

  private static final Duration BELIEVED = Duration.ofSeconds(3);
  private static final Duration WATCHED = Duration.ofSeconds(10);
  private static final int MOST = 20_000;

  private record Answer(boolean live, Instant until) {}

  private final SessionService sessions;
  private final Clock clock;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final Map<String, Instant> watched = new ConcurrentHashMap<>();

  CachedLiveness(SessionService sessions, Clock clock) {
    this.sessions = sessions;
    this.clock = clock;
  }

  /** Whether a request of this sign-in may go on; may cost a read. */
  boolean isLiveNow(String sessionId) {
    if (ExternalTokens.isExternal(sessionId)) {
      return true;
    }
    Instant now = clock.instant();
    Answer known = answers.get(sessionId);
    if (known != null && now.isBefore(known.until())) {
      return known.live();
    }
    boolean live = sessions.find(sessionId).isPresent();
    remember(sessionId, live, now);
    return live;
  }

  @Override
  public boolean isLive(String sessionId) {
    if (ExternalTokens.isExternal(sessionId)) {
      return true;
    }
    watched.put(sessionId, clock.instant());
    Answer known = answers.get(sessionId);
    return known == null || known.live();
  }

  /** Asks about all sign-ins that have sockets here; to be called every {@link #ROUND}. */
  void refresh() {
    Instant now = clock.instant();
    watched.values().removeIf(asked -> asked.plus(WATCHED).isBefore(now));
    Set<String> open = new HashSet<>(watched.keySet());
    if (!open.isEmpty()) {
      Set<String> live = sessions.live(open);
      open.forEach(id -> remember(id, live.contains(id), now));
    }
  }

  /** To be called after a sign-in was ended here, so that this server knows at once. */
  void ended(String sessionId) {
    remember(sessionId, false, clock.instant());
  }

  private void remember(String sessionId, boolean live, Instant now) {
    if (answers.size() >= MOST) {
      answers.clear();
    }
    answers.put(sessionId, new Answer(live, now.plus(BELIEVED)));
  }
}
