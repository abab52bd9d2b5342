package coedit.persistence.jpa;

import coedit.model.DocumentId;
import coedit.model.Operation;
import coedit.model.OperationName;
import coedit.persistence.CommitGroup;
import coedit.persistence.CommitResult;
import coedit.persistence.Lease;
import coedit.persistence.OperationLog;
import coedit.persistence.StoreException;
import coedit.persistence.StoreUnavailableException;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Step 6 of an edit: operations become durable here, behind the fence of their shard. */
final class JpaOperationLog implements OperationLog {

  /** Another server's transaction may hold the row of a shard: others need this thread, too. */
  private static final String WAIT_SHORTLY = "SET LOCAL lock_timeout = '2s'";

  private final Transactions transactions;

  JpaOperationLog(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public Lease acquire(int shard, String owner) {
    try {
      return transactions.run(
          "take the lease of shard " + shard, entityManager -> take(entityManager, shard, owner));
    } catch (StoreUnavailableException failure) {
      if (SqlFailures.isLocked(failure)) { // the database is there
        throw new StoreException("shard " + shard + " is in a transaction of another", failure);
      }
      throw failure;
    }
  }

  /** The update waits for a commit in flight; only then does the read tell what it left behind. */
  private static Lease take(EntityManager entityManager, int shard, String owner) {
    waitShortly(entityManager);
    int changed =
        entityManager
            .createQuery(
                "UPDATE ShardEntity s SET s.epoch = s.epoch + 1, s.owner = :owner"
                    + " WHERE s.id = :shard")
            .setParameter("owner", owner)
            .setParameter("shard", shard)
            .executeUpdate();
    if (changed != 1) {
      throw new IllegalArgumentException("the store has no shard " + shard);
    }
    ShardEntity row = entityManager.find(ShardEntity.class, shard);
    return new Lease(shard, row.epoch, row.commits);
  }

  private static void waitShortly(EntityManager entityManager) {
    Connection connection = connect(entityManager);
    try {
      if (Database.of(connection) == Database.POSTGRESQL) {
        try (Statement statement = connection.createStatement()) {
          statement.execute(WAIT_SHORTLY);
        }
      }
    } catch (SQLException refused) {
      throw new PersistenceException(refused);
    }
  }

  @Override
  public CommitResult commit(CommitGroup group) {
    Outcome<CommitGroup> outcome =
        transactions.attempt(entityManager -> write(entityManager, group));
    if (outcome instanceof Outcome.Done<CommitGroup>) {
      return new CommitResult.Committed();
    }
    if (outcome instanceof Outcome.RolledBack<CommitGroup> rolledBack) {
      return rolledBack(rolledBack.cause());
    }
    Exception doubt = ((Outcome.Unknown<CommitGroup>) outcome).cause();
    // Where nothing was sent, nothing can have been committed, whatever the rollback said.
    return doubt instanceof NotConnectedException
        ? new CommitResult.Unavailable(doubt)
        : new CommitResult.Unknown(doubt);
  }

  private static CommitResult rolledBack(Exception cause) {
    if (cause instanceof FencedException fenced) {
      return new CommitResult.Fenced(fenced.shards());
    }
    return cause instanceof NotConnectedException
        ? new CommitResult.Unavailable(cause)
        : new CommitResult.Failed(cause);
  }

  private static CommitGroup write(EntityManager entityManager, CommitGroup group) {
    Connection connection = connect(entityManager);
    try {
      Set<Integer> fenced = GroupWriter.on(connection).write(group);
      if (!fenced.isEmpty()) {
        throw new FencedException(fenced);
      }
      return group;
    } catch (SQLException refused) {
      throw new PersistenceException(refused);
    }
  }

  private static Connection connect(EntityManager entityManager) {
    try {
      return entityManager.unwrap(Connection.class);
    } catch (RuntimeException away) {
      throw new NotConnectedException(away);
    }
  }

  @Override
  public long head(DocumentId document) {
    return transactions.run(
        "read the head of " + document, entityManager -> LogQueries.head(entityManager, document));
  }

  @Override
  public Map<DocumentId, Long> heads(Collection<DocumentId> documents) {
    return transactions.run(
        "read heads", entityManager -> LogQueries.heads(entityManager, documents));
  }

  @Override
  public List<Operation> read(DocumentId document, long from, long to, int limit) {
    if (from < 1 || limit < 1) {
      throw new IllegalArgumentException("from " + from + ", limit " + limit);
    }
    long last = Math.min(to, from + limit - 1);
    if (last < from) {
      return List.of();
    }
    return transactions.run(
        "read operations of " + document,
        entityManager -> LogQueries.read(entityManager, document, from, last));
  }

  @Override
  public Optional<Operation> findLast(DocumentId document, OperationName first, long lastSequence) {
    return transactions.run(
        "find an operation of " + document,
        entityManager -> LogQueries.findLast(entityManager, document, first, lastSequence));
  }
}
