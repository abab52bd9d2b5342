package coedit.core.ejb;

import coedit.core.store.StoreBreaker;
import coedit.persistence.AccountStore;
import coedit.persistence.AuditStore;
import coedit.persistence.DocumentStore;
import coedit.persistence.OperationLog;
import coedit.persistence.SecretStore;
import coedit.persistence.SessionStore;
import coedit.persistence.SnapshotStore;
import coedit.persistence.StoreOpening;
import coedit.persistence.StoreTime;
import coedit.persistence.TicketStore;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** The ports to the store, as the server injects them, behind one circuit breaker. */
@Dependent
@SuppressWarnings("NullAway.Init") // the server fills the fields
class StorePorts {

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

  private final StoreBreaker breaker = new StoreBreaker();

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
    return accounts;
  }

  SecretStore secrets() {
    return secrets;
  }

  SessionStore sessions() {
    return breaker.guard(SessionStore.class, sessions);
  }

  TicketStore tickets() {
    return breaker.guard(TicketStore.class, tickets);
  }

  AuditStore audit() {
    return audit;
  }
}
