package coedit.web.auth;

import coedit.core.service.SessionService;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks the store about a sign-in and believes the answer for a few seconds, so that a revocation
 * reaches every server in that time and requests do not each cost a read. Thread-safe.
 */
final class CachedLiveness implements SessionLiveness {

  private static final Duration BELIEVED = Duration.ofSeconds(5);
  private static final int MOST = 20_000;

  private record Answer(boolean live, Instant until) {}

  private final SessionService sessions;
  private final Clock clock;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();

  CachedLiveness(SessionService sessions, Clock clock) {
    this.sessions = sessions;
    this.clock = clock;
  }

  @Override
  public boolean isLive(String sessionId) {
    Instant now = clock.instant();
    Answer known = answers.get(sessionId);
    if (known != null && now.isBefore(known.until())) {
      return known.live();
    }
    boolean live = sessions.find(sessionId).isPresent();
    if (answers.size() >= MOST) {
      answers.clear();
    }
    answers.put(sessionId, new Answer(live, now.plus(BELIEVED)));
    return live;
  }

  /** To be called after a sign-in was ended here, so that this server knows at once. */
  void forget(String sessionId) {
    answers.remove(sessionId);
  }
}
