package coedit.persistence.jpa;

import coedit.persistence.ReadReplica;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceUnit;
import jakarta.transaction.UserTransaction;
import javax.sql.DataSource;

/** Gives what can be read from a replica of the database, to whoever asks for it. */
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // the server fills the fields
class ReplicaStores {

  @PersistenceUnit(unitName = "coedit-replica")
  private EntityManagerFactory entityManagers;

  @Resource private UserTransaction transaction;

  @Resource(lookup = "jdbc/coedit-replica", shareable = false)
  private DataSource dataSource;

  @Produces
  @Dependent
  ReadReplica replica() {
    Transactions transactions = new JtaTransactions(entityManagers, transaction);
    return new ReadReplica(
        new JpaOperationLog(transactions),
        new JpaSnapshotStore(transactions),
        new JpaStoreOpening(dataSource, transactions));
  }
}
