package coedit.core.ejb;

import coedit.core.documents.ReplicaHistory.Replica;
import coedit.core.lane.DocumentLoader;
import coedit.core.store.StoreBreaker;
import coedit.persistence.AccountStore;
import coedit.persistence.AuditStore;
import coedit.persistence.DocumentStore;
import coedit.persistence.OperationLog;
import coedit.persistence.PinStore;
import coedit.persistence.ReadReplica;
import coedit.persistence.SecretStore;
import coedit.persistence.SessionStore;
import coedit.persistence.SnapshotStore;
import coedit.persistence.StoreOpening;
import coedit.persistence.StoreTime;
import coedit.persistence.TicketStore;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import org.eclipse.microprofile.config.ConfigProvider;

/** The ports to the store, as the server injects them, behind one circuit breaker. */
@Dependent
@SuppressWarnings("NullAway.Init") // the server fills the fields
class StorePorts {

  private static final int CONNECTIONS = 10;

  @Inject private StoreOpening opening;
  @Inject private StoreTime time;
  @Inject private OperationLog log;
  @Inject private SnapshotStore snapshots;
  @Inject private DocumentStore documents;
  @Inject private AccountStore accounts;
  @Inject private SecretStore secrets;
  @Inject private SessionStore sessions;
  @Inject private TicketStore tickets;
  @Inject private AuditStore audit;
  @Inject private PinStore pins;

  @Inject private Provider<ReadReplica> replica;

  private final StoreBreaker breaker =
      new StoreBreaker(
          ConfigProvider.getConfig()
              .getOptionalValue("coedit.db.connections", Integer.class)
              .orElse(CONNECTIONS));

  StoreBreaker breaker() {
    return breaker;
  }

  /** Whether the breaker is open or not. */
  StoreOpening opening() {
    return opening;
  }

  StoreTime time() {
    return breaker.guard(StoreTime.class, time);
  }

  OperationLog log() {
    return breaker.guard(OperationLog.class, log);
  }

  SnapshotStore snapshots() {
    return breaker.guard(SnapshotStore.class, snapshots);
  }

  DocumentStore documents() {
    return breaker.guard(DocumentStore.class, documents);
  }

  AccountStore accounts() {
    return breaker.admit(AccountStore.class, accounts);
  }

  SecretStore secrets() {
    return breaker.admit(SecretStore.class, secrets);
  }

  SessionStore sessions() {
    return breaker.guard(SessionStore.class, sessions);
  }

  /** For who looks after open sockets: however busy the database is, within seconds. */
  SessionStore watchedSessions() {
    return breaker.apart(SessionStore.class, sessions);
  }

  TicketStore tickets() {
    return breaker.guard(TicketStore.class, tickets);
  }

  AuditStore audit() {
    return breaker.admit(AuditStore.class, audit);
  }

  PinStore pins() {
    return breaker.guard(PinStore.class, pins);
  }

  /** The read replica, with connections of its own; to be asked for only where there is one. */
  Replica replica() {
    ReadReplica ports = replica.get();
    DocumentLoader loader = new DocumentLoader(documents(), ports.snapshots(), ports.log());
    return new Replica(loader, ports.opening()::identity);
  }
}
