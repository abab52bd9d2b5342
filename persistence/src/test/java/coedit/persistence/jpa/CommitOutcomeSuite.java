package coedit.persistence.jpa;

import static coedit.persistence.Samples.group;
import static coedit.persistence.Samples.next;
import static coedit.persistence.Samples.operations;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.model.DocumentId;
import coedit.model.Operation;
import coedit.persistence.CommitResult;
import coedit.persistence.Lease;
import coedit.persistence.OperationLog;
import coedit.persistence.Samples;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** INV-1's heart: a commit says what happened, or that nobody knows. Every step fails here. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class CommitOutcomeSuite {

  /** Where a commit can fail, in the order of its calls. */
  enum Step {
    CONNECT,
    FENCE,
    FENCE_ANSWER,
    INSERT,
    INSERT_ANSWER,
    COMMIT,
    COMMIT_ANSWER;

    /** Of the second statement, if the group takes two. */
    boolean isInsert() {
      return this == INSERT || this == INSERT_ANSWER;
    }

    boolean isCommit() {
      return this == COMMIT || this == COMMIT_ANSWER;
    }
  }

  /** How it can fail; {@code refusal} when the database is well and only says no. */
  enum Failure {
    CONSTRAINT("23505", true),
    BAD_DATA("22021", true),
    SERIALIZATION("40001", true),
    DEADLOCK("40P01", true),
    CONNECTION_LOST("08006", false),
    SHUTTING_DOWN("57P01", false),
    CANCELLED("57014", false),
    LOCK_TIMEOUT("55P03", false),
    DERBY_LOCK_TIMEOUT("40XL1", false),
    DISK_FULL("53100", false),
    NEVER_SEEN("ZZ999", false),
    NO_STATE(null, false),
    TIMEOUT(null, false),
    RECOVERABLE("99999", false),
    OUR_BUG(null, true);

    final String state;
    final boolean refusal;

    Failure(String state, boolean refusal) {
      this.state = state;
      this.refusal = refusal;
    }

    void happen() throws SQLException {
      switch (this) {
        case TIMEOUT -> throw new SQLTimeoutException("made by the test");
        case RECOVERABLE -> throw new SQLRecoverableException("made by the test", state);
        case OUR_BUG -> throw new IllegalStateException("made by the test");
        default -> throw new SQLException("made by the test", state);
      }
    }
  }

  record Plan(Step step, Failure failure, boolean rollbackFails) {}

  static Stream<Plan> plans() {
    return Stream.of(Step.values())
        .flatMap(
            step ->
                Stream.of(Failure.values())
                    .flatMap(
                        failure ->
                            Stream.of(false, true).map(broken -> new Plan(step, failure, broken))))
        // A data source that throws unchecked exceptions is no data source.
        .filter(plan -> plan.step() != Step.CONNECT || plan.failure() != Failure.OUR_BUG);
  }

  /** Fails once at the plan's step, and then, if planned, at the rollback. */
  private static final class Faulty implements TestDataSource.Faults {

    private final Plan plan;
    private int statements;
    private boolean failed;

    Faulty(Plan plan) {
      this.plan = plan;
    }

    @Override
    public void before(String call, Connection raw) throws SQLException {
      switch (call) {
        case "getConnection" -> failAt(Step.CONNECT);
        case "execute" -> failAt(++statements == 1 ? Step.FENCE : Step.INSERT);
        case "commit" -> failAt(Step.COMMIT);
        case "rollback" -> {
          if (failed && plan.rollbackFails()) {
            throw new SQLException("the rollback fails too", "08006");
          }
        }
        default -> throw new IllegalStateException(call);
      }
    }

    @Override
    public void after(String call, Connection raw) throws SQLException {
      switch (call) {
        case "execute" -> failAt(statements == 1 ? Step.FENCE_ANSWER : Step.INSERT_ANSWER);
        case "commit" -> failAt(Step.COMMIT_ANSWER);
        default -> {}
      }
    }

    private void failAt(Step step) throws SQLException {
      // EclipseLink asks for a connection again when it gets none: then this fails again.
      if (step == plan.step() && (!failed || step == Step.CONNECT)) {
        failed = true;
        plan.failure().happen();
      }
    }
  }

  private StoreFixture store;
  private final DocumentId document = Samples.document();

  abstract StoreFixture create();

  /** How many operations it takes for two statements: the fence with what fits, and more rows. */
  abstract int operationsForTwoStatements();

  @BeforeAll
  void open() {
    store = create().opened();
  }

  @AfterAll
  void close() throws SQLException {
    store.close();
  }

  private OperationLog log() {
    return new JpaOperationLog(store.transactions);
  }

  private CommitResult commitWith(TestDataSource.Faults faults, Lease lease, DocumentId id) {
    return commitWith(faults, lease, id, operations(1, 3));
  }

  private CommitResult commitWith(
      TestDataSource.Faults faults, Lease lease, DocumentId id, List<Operation> operations) {
    store.dataSource.faults(faults);
    try {
      return log().commit(group(lease, id, operations));
    } finally {
      store.dataSource.faults(TestDataSource.Faults.NONE);
    }
  }

  @ParameterizedTest
  @MethodSource("plans")
  void theResultNeverClaimsMoreThanIsKnown(Plan plan) {
    DocumentId id = Samples.document();
    Lease lease = log().acquire(1, "a");
    int count = plan.step().isInsert() ? operationsForTwoStatements() : 3;
    List<Operation> operations = operations(1, count);
    CommitResult result = commitWith(new Faulty(plan), lease, id, operations);

    boolean rollbackKnown = !plan.rollbackFails();
    if (plan.step() == Step.CONNECT) {
      assertInstanceOf(CommitResult.Unavailable.class, result);
      CommitResult again = log().commit(group(lease, id, operations));
      assertEquals(new CommitResult.Committed(), again, "the lease is as good as before");
    } else if (!plan.step().isCommit() && plan.failure().refusal && rollbackKnown) {
      assertInstanceOf(CommitResult.Failed.class, result);
      assertEquals(0, log().head(id));
      // Nothing was left behind, neither in the table nor open on a pooled connection.
      CommitResult again = log().commit(group(lease, id, operations));
      assertEquals(new CommitResult.Committed(), again);
    } else {
      assertInstanceOf(CommitResult.Unknown.class, result);
      Lease taken = log().acquire(1, "b");
      boolean happened = plan.step() == Step.COMMIT_ANSWER;
      assertEquals(happened ? lease.commits() + 1 : lease.commits(), taken.commits());
      assertEquals(happened ? operations : List.of(), log().read(id, 1, count, count));
    }
  }

  @Test
  void aFenceThatSaysNoIsUnknownWhenTheRollbackFails() {
    Lease old = log().acquire(2, "a");
    log().acquire(2, "b");
    TestDataSource.Faults rollbackFails =
        new TestDataSource.Faults() {
          @Override
          public void before(String call, Connection raw) throws SQLException {
            if (call.equals("rollback")) {
              throw new SQLException("made by the test", "08006");
            }
          }
        };
    assertInstanceOf(CommitResult.Unknown.class, commitWith(rollbackFails, old, document));
    assertEquals(new CommitResult.Fenced(Set.of(2)), commitWith(new Quiet(), old, document));
  }

  private static final class Quiet implements TestDataSource.Faults {}

  @Test
  void everyStepIsReallyPassed() {
    // No sequence, no look before the insert: the fence, the rows, the commit.
    assertEquals(
        List.of("getConnection", "execute", "execute", "commit"),
        callsOf(operationsForTwoStatements()));
  }

  /** What a commit of so many operations asks of the database. */
  List<String> callsOf(int operations) {
    List<String> calls = new ArrayList<>();
    TestDataSource.Faults recorder =
        new TestDataSource.Faults() {
          @Override
          public void before(String call, Connection raw) {
            calls.add(call);
          }
        };
    Lease lease = log().acquire(3, "a");
    CommitResult result =
        commitWith(recorder, lease, Samples.document(), operations(1, operations));
    assertEquals(new CommitResult.Committed(), result);
    return calls;
  }

  @Test
  void takingTheLeaseWaitsForTheCommitInFlight()
      throws InterruptedException, ExecutionException, TimeoutException {
    Lease lease = log().acquire(4, "a");
    CountDownLatch atCommit = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    TestDataSource.Faults pause =
        new TestDataSource.Faults() {
          @Override
          public void before(String call, Connection raw) {
            if (call.equals("commit") && atCommit.getCount() > 0) {
              atCommit.countDown();
              awaitQuietly(goOn);
            }
          }
        };
    store.dataSource.faults(pause);
    try {
      CompletableFuture<CommitResult> commit =
          CompletableFuture.supplyAsync(
              () -> log().commit(group(lease, document, operations(1, 3))));
      assertTrue(atCommit.await(30, TimeUnit.SECONDS));
      CompletableFuture<Lease> taken = CompletableFuture.supplyAsync(() -> log().acquire(4, "b"));
      assertThrows(TimeoutException.class, () -> taken.get(300, TimeUnit.MILLISECONDS));
      goOn.countDown();
      assertEquals(new CommitResult.Committed(), commit.get(30, TimeUnit.SECONDS));
      Lease after = taken.get(30, TimeUnit.SECONDS);
      assertEquals(new Lease(4, lease.epoch() + 1, lease.commits() + 1), after);
      assertEquals(3, log().head(document));
      CommitResult late = log().commit(group(next(lease), document, operations(4, 4)));
      assertEquals(new CommitResult.Fenced(Set.of(4)), late);
    } finally {
      goOn.countDown();
      store.dataSource.faults(TestDataSource.Faults.NONE);
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertTrue(latch.await(30, TimeUnit.SECONDS));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
