package coedit.core.account;

import coedit.core.service.Participant;
import coedit.core.service.SessionRecord;
import coedit.core.service.SessionService;
import coedit.persistence.SessionStore;
import coedit.persistence.StoreException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Sign-ins kept in the store, so that they outlive a restart and are known at every server.
 * Thread-safe.
 */
public final class StoredSessions implements SessionService {

  private static final System.Logger LOG = System.getLogger(StoredSessions.class.getName());

  private final SessionStore store;
  private final InstantSource clock;

  public StoredSessions(SessionStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  @Override
  public void begin(SessionRecord session) {
    Participant who = session.participant();
    store.create(
        new SessionStore.Session(
            session.id(),
            who.user(),
            who.displayName(),
            who.groups(),
            who.administrator(),
            session.expiresAt(),
            session.refreshHash(),
            session.previousHash(),
            session.rotatedAt()));
  }

  @Override
  public Optional<SessionRecord> find(String id) {
    return store
        .find(id)
        .filter(session -> clock.instant().isBefore(session.expiresAt()))
        .map(StoredSessions::toRecord);
  }

  @Override
  public boolean rotate(String id, String oldHash, String newHash, Instant at) {
    return store.rotate(id, oldHash, newHash, at);
  }

  @Override
  public void end(String id) {
    store.delete(id);
  }

  /** Deletes what has expired; when the store is away, the next call does. */
  public void purge() {
    try {
      int gone = store.purge(clock.instant());
      LOG.log(System.Logger.Level.DEBUG, "{0} sign-ins had expired", gone);
    } catch (StoreException away) {
      LOG.log(System.Logger.Level.DEBUG, "cannot purge sign-ins now", away);
    }
  }

  private static SessionRecord toRecord(SessionStore.Session session) {
    return new SessionRecord(
        session.id(),
        new Participant(
            session.user(), session.displayName(), session.groups(), session.administrator()),
        session.expiresAt(),
        session.refreshHash(),
        session.previousHash(),
        session.rotatedAt());
  }
}
