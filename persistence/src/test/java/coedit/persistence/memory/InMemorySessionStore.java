package coedit.persistence.memory;

import coedit.persistence.SessionStore;
import coedit.persistence.StoreException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Sign-ins in memory. */
public final class InMemorySessionStore implements SessionStore {

  private final Map<String, Session> sessions = new HashMap<>();

  @Override
  public synchronized void create(Session session) {
    if (sessions.putIfAbsent(session.id(), session) != null) {
      throw new StoreException("could not begin a sign-in", new IllegalStateException("id taken"));
    }
  }

  @Override
  public synchronized Optional<Session> find(String id) {
    return Optional.ofNullable(sessions.get(id));
  }

  @Override
  public synchronized boolean rotate(String id, String oldHash, String newHash, Instant at) {
    Session old = sessions.get(id);
    if (old == null || !old.refreshHash().equals(oldHash) || !old.expiresAt().isAfter(at)) {
      return false;
    }
    sessions.put(
        id,
        new Session(
            id,
            old.user(),
            old.displayName(),
            old.groups(),
            old.administrator(),
            old.expiresAt(),
            newHash,
            Optional.of(oldHash),
            at,
            old.begun()));
    return true;
  }

  @Override
  public synchronized Set<String> live(Collection<String> ids, Instant now) {
    return ids.stream()
        .filter(id -> find(id).filter(session -> session.expiresAt().isAfter(now)).isPresent())
        .collect(Collectors.toSet());
  }

  @Override
  public synchronized List<Session> ofUser(String user, Instant now) {
    return newest(now).filter(session -> session.user().equals(user)).toList();
  }

  @Override
  public synchronized List<Session> all(Instant now, int offset, int limit) {
    return newest(now).skip(offset).limit(limit).toList();
  }

  private Stream<Session> newest(Instant now) {
    return sessions.values().stream()
        .filter(session -> session.expiresAt().isAfter(now))
        .sorted(
            Comparator.<Session, Instant>comparing(session -> session.begun().at())
                .reversed()
                .thenComparing(Session::id));
  }

  @Override
  public synchronized boolean delete(String id) {
    return sessions.remove(id) != null;
  }

  @Override
  public synchronized int purge(Instant now) {
    int before = sessions.size();
    sessions.values().removeIf(session -> !session.expiresAt().isAfter(now));
    return before - sessions.size();
  }
}
