package coedit.persistence.memory;

import coedit.persistence.SessionStore;
import coedit.persistence.StoreException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

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
            at));
    return true;
  }

  @Override
  public synchronized void delete(String id) {
    sessions.remove(id);
  }

  @Override
  public synchronized int purge(Instant now) {
    int before = sessions.size();
    sessions.values().removeIf(session -> !session.expiresAt().isAfter(now));
    return before - sessions.size();
  }
}
