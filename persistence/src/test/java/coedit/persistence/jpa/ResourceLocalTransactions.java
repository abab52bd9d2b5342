package coedit.persistence.jpa;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.EntityTransaction;
import java.util.function.Function;

/** Transactions of plain Java, with the outcomes that {@link JtaTransactions} gives. */
final class ResourceLocalTransactions implements Transactions {

  private final EntityManagerFactory entityManagers;

  ResourceLocalTransactions(EntityManagerFactory entityManagers) {
    this.entityManagers = entityManagers;
  }

  @Override
  public <T> Outcome<T> attempt(Function<EntityManager, T> work) {
    try (EntityManager entityManager = entityManagers.createEntityManager()) {
      EntityTransaction transaction = entityManager.getTransaction();
      transaction.begin();
      T value;
      try {
        value = work.apply(entityManager);
        entityManager.flush();
      } catch (RuntimeException failure) {
        return rollBack(transaction, failure);
      }
      try {
        transaction.commit();
        return new Outcome.Done<>(value);
      } catch (RuntimeException unanswered) {
        return new Outcome.Unknown<>(unanswered);
      }
    }
  }

  private static <T> Outcome<T> rollBack(EntityTransaction transaction, RuntimeException cause) {
    try {
      transaction.rollback();
    } catch (RuntimeException doubt) {
      cause.addSuppressed(doubt);
      return new Outcome.Unknown<>(cause);
    }
    return SqlFailures.isRefusal(cause)
        ? new Outcome.RolledBack<>(cause)
        : new Outcome.Unknown<>(cause);
  }
}
