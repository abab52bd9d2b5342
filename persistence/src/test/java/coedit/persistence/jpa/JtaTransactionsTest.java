package coedit.persistence.jpa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.UserTransaction;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JtaTransactionsTest {

  private final List<String> calls = new ArrayList<>();
  private final Scripted transaction = new Scripted();
  private final JtaTransactions transactions =
      new JtaTransactions(recording(EntityManagerFactory.class), transaction);
  private final SQLException duplicate = new SQLException("duplicate", "23505");
  private final SQLException lost = new SQLException("lost", "08006");

  @Test
  void workHasItsConnectionFromTheFirstAndIsFlushedBeforeTheCommit() {
    assertEquals(new Outcome.Done<>("value"), transactions.attempt(this::work));
    assertEquals(
        List.of(
            "begin",
            "createEntityManager",
            "joinTransaction",
            "unwrap",
            "work",
            "flush",
            "close",
            "commit"),
        calls);
  }

  @Test
  void aRefusalThatWasRolledBackIsKnown() {
    RuntimeException refused = new PersistenceException(duplicate);
    assertEquals(new Outcome.RolledBack<>(refused), fail(refused));
    assertEquals("rollback", calls.get(calls.size() - 1));
  }

  @Test
  void aLostConnectionIsUnknownEvenWhenRolledBack() {
    assertInstanceOf(Outcome.Unknown.class, fail(new PersistenceException(lost)));
  }

  @Test
  void aRollbackThatFailsIsUnknown() {
    transaction.rollbackFailure = new SystemException("no");
    assertInstanceOf(Outcome.Unknown.class, fail(new PersistenceException(duplicate)));
  }

  @Test
  void aTransactionThatATimeoutEndedIsUnknown() {
    transaction.status = Status.STATUS_NO_TRANSACTION;
    assertInstanceOf(Outcome.Unknown.class, fail(new PersistenceException(duplicate)));
  }

  @Test
  void everyExceptionOutOfCommitIsUnknown() {
    for (Exception failure :
        List.of(
            new RollbackException(),
            new HeuristicRollbackException(),
            new SystemException(),
            new IllegalStateException())) {
      transaction.commitFailure = failure;
      assertEquals(new Outcome.Unknown<>(failure), transactions.attempt(em -> "value"));
    }
  }

  @Test
  void aTransactionThatNeverBeganDidNothing() {
    transaction.beginFailure = new SystemException("no");
    assertInstanceOf(Outcome.RolledBack.class, transactions.attempt(em -> "value"));
  }

  @Test
  void anErrorRollsBackAndFlies() {
    AssertionError error = new AssertionError("made by the test");
    AssertionError thrown =
        assertThrows(
            AssertionError.class,
            () ->
                transactions.attempt(
                    em -> {
                      throw error;
                    }));
    assertSame(error, thrown);
    assertEquals("rollback", calls.get(calls.size() - 1));
  }

  private String work(EntityManager entityManager) {
    calls.add("work");
    return "value";
  }

  private Outcome<String> fail(RuntimeException failure) {
    return transactions.attempt(
        em -> {
          throw failure;
        });
  }

  private <T> T recording(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              calls.add(method.getName());
              return method.getReturnType() == EntityManager.class
                  ? recording(EntityManager.class)
                  : null;
            }));
  }

  private final class Scripted implements UserTransaction {

    private int status = Status.STATUS_ACTIVE;
    private SystemException beginFailure;
    private SystemException rollbackFailure;
    private Exception commitFailure;

    @Override
    public void begin() throws SystemException {
      calls.add("begin");
      if (beginFailure != null) {
        throw beginFailure;
      }
    }

    @Override
    public void commit() throws RollbackException, HeuristicRollbackException, SystemException {
      calls.add("commit");
      if (commitFailure instanceof RollbackException failure) {
        throw failure;
      } else if (commitFailure instanceof HeuristicRollbackException failure) {
        throw failure;
      } else if (commitFailure instanceof SystemException failure) {
        throw failure;
      } else if (commitFailure instanceof RuntimeException failure) {
        throw failure;
      }
    }

    @Override
    public void rollback() throws SystemException {
      calls.add("rollback");
      if (rollbackFailure != null) {
        throw rollbackFailure;
      }
    }

    @Override
    public int getStatus() {
      return status;
    }

    @Override
    public void setRollbackOnly() {}

    @Override
    public void setTransactionTimeout(int seconds) {}
  }
}
