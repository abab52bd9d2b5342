package coedit.persistence.jpa;

import coedit.persistence.AccountStore;
import coedit.persistence.AuditStore;
import coedit.persistence.DocumentStore;
import coedit.persistence.OperationLog;
import coedit.persistence.PinStore;
import coedit.persistence.SecretStore;
import coedit.persistence.SessionStore;
import coedit.persistence.SnapshotStore;
import coedit.persistence.StoreOpening;
import coedit.persistence.StoreTime;
import coedit.persistence.TicketStore;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceUnit;
import jakarta.transaction.UserTransaction;
import javax.sql.DataSource;

/** Gives the ports to whoever injects one, by its interface, in the server. */
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // the server fills the fields
class JpaStores {

  @PersistenceUnit(unitName = "coedit")
  private EntityManagerFactory entityManagers;

  @Resource private UserTransaction transaction;

  /** Unshareable: a migration needs several connections that are not one. */
  @Resource(lookup = "jdbc/coedit", shareable = false)
  private DataSource dataSource;

  private Transactions transactions() {
    return new JtaTransactions(entityManagers, transaction);
  }

  @Produces
  @Dependent
  OperationLog operationLog() {
    return new JpaOperationLog(transactions());
  }

  @Produces
  @Dependent
  SnapshotStore snapshotStore() {
    return new JpaSnapshotStore(transactions());
  }

  @Produces
  @Dependent
  DocumentStore documentStore() {
    return new JpaDocumentStore(transactions());
  }

  @Produces
  @Dependent
  AccountStore accountStore() {
    return new JpaAccountStore(transactions());
  }

  @Produces
  @Dependent
  SecretStore secretStore() {
    return new JpaSecretStore(transactions());
  }

  @Produces
  @Dependent
  SessionStore sessionStore() {
    return new JpaSessionStore(transactions());
  }

  @Produces
  @Dependent
  TicketStore ticketStore() {
    return new JpaTicketStore(transactions());
  }

  @Produces
  @Dependent
  AuditStore auditStore() {
    return new JpaAuditStore(transactions());
  }

  @Produces
  @Dependent
  PinStore pinStore() {
    return new JpaPinStore(transactions());
  }

  @Produces
  @Dependent
  StoreTime storeTime() {
    return new JpaStoreTime(transactions());
  }

  @Produces
  @Dependent
  StoreOpening storeOpening() {
    return new JpaStoreOpening(dataSource, transactions());
  }
}
