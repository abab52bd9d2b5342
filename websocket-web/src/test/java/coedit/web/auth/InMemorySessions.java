package coedit.web.auth;

import coedit.core.service.SessionRecord;
import coedit.core.service.SessionService;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Sign-ins that nothing stores. Thread-safe. */
final class InMemorySessions implements SessionService {

  private static final int MOST = 100_000;

  private final Map<String, SessionRecord> sessions = new ConcurrentHashMap<>();
  private final Set<String> tickets = ConcurrentHashMap.newKeySet();
  private final Clock clock;

  InMemorySessions(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Instant now() {
    return clock.instant();
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
                id,
                old.participant(),
                old.expiresAt(),
                newHash,
                Optional.of(oldHash),
                at,
                old.begun()));
  }

  @Override
  public Set<String> live(Collection<String> ids) {
    return ids.stream().filter(id -> find(id).isPresent()).collect(Collectors.toSet());
  }

  @Override
  public List<SessionRecord> ofUser(String user) {
    return sessions.values().stream()
        .filter(session -> session.participant().user().equals(user))
        .sorted(Comparator.comparing((SessionRecord session) -> session.begun().at()).reversed())
        .toList();
  }

  @Override
  public List<SessionRecord> all(int offset, int limit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean end(String id) {
    return sessions.remove(id) != null;
  }

  @Override
  public boolean useTicket(String id, Instant until) {
    return tickets.add(id);
  }

  private boolean isOver(SessionRecord session) {
    return !clock.instant().isBefore(session.expiresAt());
  }
}
