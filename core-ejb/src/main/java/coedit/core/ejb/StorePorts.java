package coedit.core.ejb;

import coedit.persistence.AccountStore;
import coedit.persistence.AuditStore;
import coedit.persistence.DocumentStore;
import coedit.persistence.OperationLog;
import coedit.persistence.SecretStore;
import coedit.persistence.SessionStore;
import coedit.persistence.SnapshotStore;
import coedit.persistence.StoreOpening;
import coedit.persistence.TicketStore;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** The ports to the store, as the server injects them. */
@Dependent
@SuppressWarnings("NullAway.Init") // the server fills the fields
class StorePorts {

  @Inject private StoreOpening opening;
  @Inject private OperationLog log;
  @Inject private SnapshotStore snapshots;
  @Inject private DocumentStore documents;
  @Inject private AccountStore accounts;
  @Inject private SecretStore secrets;
  @Inject private SessionStore sessions;
  @Inject private TicketStore tickets;
  @Inject private AuditStore audit;

  StoreOpening opening() {
    return opening;
  }

  OperationLog log() {
    return log;
  }

  SnapshotStore snapshots() {
    return snapshots;
  }

  DocumentStore documents() {
    return documents;
  }

  AccountStore accounts() {
    return accounts;
  }

  SecretStore secrets() {
    return secrets;
  }

  SessionStore sessions() {
    return sessions;
  }

  TicketStore tickets() {
    return tickets;
  }

  AuditStore audit() {
    return audit;
  }
}
