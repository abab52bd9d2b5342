package coedit.web.auth;

import coedit.core.service.SessionRecord;
import coedit.core.service.SessionService;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Sign-ins that nothing stores. Thread-safe. */
final class InMemorySessions implements SessionService {

  private static final int MOST = 100_000;

  private final Map<String, SessionRecord> sessions = new ConcurrentHashMap<>();
  private final Clock clock;

  InMemorySessions(Clock clock) {
    this.clock = clock;
  }

  @Override
  public void begin(SessionRecord session) {
    if (sessions.size() >= MOST) {
      sessions.values().removeIf(this::isOver);
    }
    if (sessions.size() >= MOST) {
      throw new IllegalStateException("more than " + MOST + " sign-ins");
    }
    sessions.put(session.id(), session);
  }

  @Override
  public Optional<SessionRecord> find(String id) {
    return Optional.ofNullable(sessions.get(id)).filter(session -> !isOver(session));
  }

  @Override
  public boolean rotate(String id, String oldHash, String newHash, Instant at) {
    SessionRecord old = sessions.get(id);
    return old != null
        && old.refreshHash().equals(oldHash)
        && sessions.replace(
            id,
            old,
            new SessionRecord(
                id, old.participant(), old.expiresAt(), newHash, Optional.of(oldHash), at));
  }

  @Override
  public void end(String id) {
    sessions.remove(id);
  }

  private boolean isOver(SessionRecord session) {
    return !clock.instant().isBefore(session.expiresAt());
  }
}
