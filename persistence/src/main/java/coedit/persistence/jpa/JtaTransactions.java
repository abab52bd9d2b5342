package coedit.persistence.jpa;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.UserTransaction;
import java.sql.Connection;
import java.util.function.Function;

/**
 * Transactions of the server, begun and ended by us: a container's own commit would leave no place
 * to tell a failure before it from one out of it.
 */
final class JtaTransactions implements Transactions {

  private final EntityManagerFactory entityManagers;
  private final UserTransaction transaction;

  JtaTransactions(EntityManagerFactory entityManagers, UserTransaction transaction) {
    this.entityManagers = entityManagers;
    this.transaction = transaction;
  }

  @Override
  public <T> Outcome<T> attempt(Function<EntityManager, T> work) {
    try {
      transaction.begin();
    } catch (NotSupportedException | SystemException | RuntimeException notBegun) {
      return new Outcome.RolledBack<>(notBegun);
    }
    T value;
    try {
      value = workAndFlush(work);
    } catch (RuntimeException failure) {
      return rollBack(failure);
    } catch (Error failure) {
      rollBack(new IllegalStateException(failure));
      throw failure;
    }
    return commit(value);
  }

  private <T> T workAndFlush(Function<EntityManager, T> work) {
    EntityManager entityManager = entityManagers.createEntityManager();
    try {
      entityManager.joinTransaction();
      // Takes the connection now. EclipseLink tries a query that finds no connection three times
      // more, five seconds apart, unless it holds one: whoever asks here wants to be told at once.
      entityManager.unwrap(Connection.class);
      T value = work.apply(entityManager);
      // Now, not inside commit: what fails here has certainly not been committed.
      entityManager.flush();
      return value;
    } finally {
      entityManager.close();
    }
  }

  private <T> Outcome<T> rollBack(RuntimeException cause) {
    try {
      // A transaction that is gone already was ended by a timeout, perhaps under a running
      // statement: nothing is certain then.
      boolean stillOurs = transaction.getStatus() != Status.STATUS_NO_TRANSACTION;
      transaction.rollback();
      return stillOurs && SqlFailures.isRefusal(cause)
          ? new Outcome.RolledBack<>(cause)
          : new Outcome.Unknown<>(cause);
    } catch (SystemException | RuntimeException doubt) {
      cause.addSuppressed(doubt);
      return new Outcome.Unknown<>(cause);
    }
  }

  private <T> Outcome<T> commit(T value) {
    try {
      transaction.commit();
      return new Outcome.Done<>(value);
    } catch (Exception unanswered) {
      // Also RollbackException: whether it came before or after the database's own commit is the
      // transaction service's secret.
      return new Outcome.Unknown<>(unanswered);
    }
  }
}
