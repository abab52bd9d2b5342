package coedit.persistence.jpa;

import static coedit.persistence.Samples.group;
import static coedit.persistence.Samples.next;
import static coedit.persistence.Samples.operations;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.model.DocumentId;
import coedit.model.Operation;
import coedit.model.OperationName;
import coedit.model.Payload;
import coedit.model.Snapshot;
import coedit.persistence.CommitGroup;
import coedit.persistence.CommitResult;
import coedit.persistence.Lease;
import coedit.persistence.Samples;
import coedit.persistence.StoredSnapshot;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What Derby walks through to answer, as it tells itself. With such statistics it took other ways
 * for a range of revisions.
 */
class DerbyPlansIT {

  private static final int HISTORY = 4_000;
  private static final Pattern VISITED = Pattern.compile("Number of rows visited=(\\d+)");

  private final DocumentId document = Samples.document();
  private final StoreFixture store = StoreFixture.derby().opened();
  private final JpaOperationLog log = new JpaOperationLog(store.transactions);

  @BeforeEach
  void writeALongHistory() throws SQLException {
    new JpaDocumentStore(store.transactions)
        .create(Samples.record(document, Optional.empty()), List.of());
    Lease lease = log.acquire(1, "a");
    for (int from = 1; from <= HISTORY; from += 500) {
      CommitGroup group = group(lease, document, operations(from, from + 499));
      assertEquals(new CommitResult.Committed(), log.commit(group));
      lease = next(lease);
    }
    CommitGroup another = group(lease, Samples.document(), operations(1, 1));
    assertEquals(new CommitResult.Committed(), log.commit(another));
    tell("CALL SYSCS_UTIL.SYSCS_UPDATE_STATISTICS('COEDIT', 'OPERATION_LOG', NULL)");
    tell("CALL SYSCS_UTIL.SYSCS_SET_RUNTIMESTATISTICS(1)");
  }

  @AfterEach
  void close() throws SQLException {
    store.close();
  }

  @Test
  void aRangeOfRevisionsIsReadWithoutTheRestOfTheHistory() throws SQLException {
    assertEquals(100, log.read(document, HISTORY - 99, HISTORY, 100).size());
    assertVisited(101);
  }

  @Test
  void aHeadIsLookedUpFromTheSnapshotOn() throws SQLException {
    Snapshot snapshot = new Snapshot(HISTORY - 10, 1, Payload.ofUtf8("text"));
    new JpaSnapshotStore(store.transactions).save(document, new StoredSnapshot(snapshot, Map.of()));
    assertEquals(Map.of(document, (long) HISTORY), log.heads(List.of(document)));
    assertVisited(20);
    assertEquals(HISTORY, log.head(document));
    assertVisited(20);
  }

  @Test
  void theLastOfASubmissionIsFoundWithoutTheRestOfTheHistory() throws SQLException {
    Operation last = operations(HISTORY, HISTORY).get(0);
    OperationName first = new OperationName(last.name().client(), last.name().sequence() - 99);
    assertEquals(Optional.of(last), log.findLast(document, first, last.name().sequence() + 100));
    assertVisited(101);
  }

  /** The last statement of the one connection that there is. */
  private void assertVisited(int atMost) throws SQLException {
    try (Connection connection = store.dataSource.getConnection();
        Statement sql = connection.createStatement();
        ResultSet plan = sql.executeQuery("VALUES SYSCS_UTIL.SYSCS_GET_RUNTIMESTATISTICS()")) {
      assertTrue(plan.next());
      String text = plan.getString(1);
      List<Integer> visited =
          VISITED.matcher(text).results().map(found -> Integer.valueOf(found.group(1))).toList();
      int sum = visited.stream().mapToInt(Integer::intValue).sum();
      assertTrue(!visited.isEmpty() && sum <= atMost, text);
    }
  }

  private void tell(String call) throws SQLException {
    try (Connection connection = store.dataSource.getConnection();
        Statement sql = connection.createStatement()) {
      sql.execute(call);
    }
  }
}
