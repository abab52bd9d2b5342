package coedit.core.account;

import coedit.core.service.Participant;
import coedit.core.service.SessionRecord;
import coedit.core.service.SessionRecord.Vouching;
import coedit.core.service.SessionService;
import coedit.persistence.SessionStore;
import coedit.persistence.StoreException;
import coedit.persistence.TicketStore;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Sign-ins kept in the store, so that they outlive a restart and are known at every server.
 * Thread-safe.
 */
public final class StoredSessions implements SessionService {

  private static final System.Logger LOG = System.getLogger(StoredSessions.class.getName());

  private final SessionStore store;
  private final SessionStore watched;
  private final TicketStore tickets;
  private final InstantSource clock;

  /**
   * @param clock one for all servers of the store
   */
  public StoredSessions(SessionStore store, TicketStore tickets, InstantSource clock) {
    this(store, store, tickets, clock);
  }

  /**
   * @param watched the same store, for who asks which sign-ins live, who must not wait for others
   * @param clock one for all servers of the store
   */
  public StoredSessions(
      SessionStore store, SessionStore watched, TicketStore tickets, InstantSource clock) {
    this.store = store;
    this.watched = watched;
    this.tickets = tickets;
    this.clock = clock;
  }

  @Override
  public Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
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
            session.rotatedAt(),
            new SessionStore.Begun(
                session.begun().at(),
                session.begun().provenAt(),
                session.begun().address(),
                session.begun().agent(),
                session.begun().vouching().name())));
  }

  @Override
  public Optional<SessionRecord> find(String id) {
    return store
        .find(id)
        .filter(session -> now().isBefore(session.expiresAt()))
        .map(StoredSessions::toRecord);
  }

  @Override
  public boolean rotate(String id, String oldHash, String newHash, Instant at) {
    return store.rotate(id, oldHash, newHash, at);
  }

  @Override
  public Set<String> live(Collection<String> ids) {
    return watched.live(ids, now());
  }

  @Override
  public List<SessionRecord> ofUser(String user) {
    return store.ofUser(user, now()).stream().map(StoredSessions::toRecord).toList();
  }

  @Override
  public List<SessionRecord> all(int offset, int limit) {
    return store.all(now(), offset, limit).stream().map(StoredSessions::toRecord).toList();
  }

  @Override
  public boolean end(String id) {
    return store.delete(id);
  }

  @Override
  public boolean useTicket(String id, Instant until) {
    return tickets.use(id, until);
  }

  /** Deletes what has expired; when the store is away, the next call does. */
  public void purge() {
    try {
      int gone = store.purge(now()) + tickets.purge(now());
      LOG.log(System.Logger.Level.DEBUG, "{0} sign-ins and used tickets were out of date", gone);
    } catch (StoreException away) {
      LOG.log(System.Logger.Level.DEBUG, "cannot purge sign-ins now", away);
    }
  }

  private static Vouching vouching(String name) {
    return Arrays.stream(Vouching.values())
        .filter(known -> known.name().equals(name))
        .findFirst()
        .orElse(Vouching.UNKNOWN);
  }

  private static SessionRecord toRecord(SessionStore.Session session) {
    return new SessionRecord(
        session.id(),
        new Participant(
            session.user(), session.displayName(), session.groups(), session.administrator()),
        session.expiresAt(),
        session.refreshHash(),
        session.previousHash(),
        session.rotatedAt(),
        new SessionRecord.Begun(
            session.begun().at(),
            session.begun().provenAt(),
            session.begun().address(),
            session.begun().agent(),
            vouching(session.begun().vouching())));
  }
}
