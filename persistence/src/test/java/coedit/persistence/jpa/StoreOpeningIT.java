package coedit.persistence.jpa;

import static coedit.persistence.Samples.group;
import static coedit.persistence.Samples.operations;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.model.DocumentId;
import coedit.persistence.CommitResult;
import coedit.persistence.DurabilityReport;
import coedit.persistence.Lease;
import coedit.persistence.OpenedStore;
import coedit.persistence.Samples;
import coedit.persistence.StoreIdentity;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

class StoreOpeningIT {

  @Test
  void derbyOnDiskKeepsIdentityAndOperationsOverARestart(@TempDir Path directory)
      throws SQLException {
    String database = directory.resolve("db").toString();
    DocumentId document = Samples.document();
    StoreIdentity first;
    try (StoreFixture store = StoreFixture.derby(database)) {
      OpenedStore opened = store.open(16);
      first = opened.identity();
      assertEquals(16, first.shards());
      assertTrue(opened.durability().durable(), opened.durability().text());
      JpaOperationLog log = new JpaOperationLog(store.transactions);
      Lease lease = log.acquire(15, "a");
      assertEquals(
          new CommitResult.Committed(), log.commit(group(lease, document, operations(1, 9))));
    }
    try (StoreFixture store = StoreFixture.derby(database)) {
      assertEquals(first, store.open(64).identity(), "the number of shards is fixed at creation");
      JpaOperationLog log = new JpaOperationLog(store.transactions);
      assertEquals(operations(1, 9), log.read(document, 1, 99, 99));
      assertEquals(new Lease(15, 2, 1), log.acquire(15, "b"));
    }
  }

  @Test
  void aNewGenerationStaysAndIsTheSameStoreOtherwise() throws SQLException {
    try (StoreFixture derby = StoreFixture.derby();
        StoreFixture postgres = StoreFixture.postgres()) {
      for (StoreFixture store : List.of(derby, postgres)) {
        StoreIdentity before = store.open(8).identity();
        StoreIdentity after =
            new JpaStoreOpening(store.dataSource, store.transactions).beginNewGeneration();
        assertNotEquals(before.generation(), after.generation());
        assertEquals(
            before, new StoreIdentity(after.storeId(), before.generation(), after.shards()));
        assertEquals(after, store.open(8).identity());
        assertEquals(after, new JpaStoreOpening(store.dataSource, store.transactions).identity());
      }
    }
  }

  /** Also where the lost history took more leases than the restored one knows of. */
  @Test
  void aNewGenerationShutsOutWhoGoesOnWithALeaseOfBefore() throws SQLException {
    try (StoreFixture derby = StoreFixture.derby();
        StoreFixture postgres = StoreFixture.postgres()) {
      for (StoreFixture store : List.of(derby, postgres)) {
        JpaOperationLog log = new JpaOperationLog(store.opened().transactions);
        Lease before = log.acquire(0, "still running");
        new JpaStoreOpening(store.dataSource, store.transactions).beginNewGeneration();
        DocumentId document = Samples.document();
        assertInstanceOf(
            CommitResult.Fenced.class, log.commit(group(before, document, operations(1, 1))));
        assertEquals(0, log.head(document));
        assertTrue(log.acquire(0, "restored").epoch() > before.epoch() + 1_000_000);
      }
    }
  }

  @Test
  void derbyInMemoryIsNotDurable() throws SQLException {
    try (StoreFixture store = StoreFixture.derby()) {
      assertFalse(store.open(1).durability().durable());
    }
  }

  @Test
  void serversThatStartAtOnceAgreeOnOneStore() throws SQLException {
    try (StoreFixture store = StoreFixture.postgres()) {
      List<CompletableFuture<OpenedStore>> starts = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        starts.add(CompletableFuture.supplyAsync(() -> store.open(8)));
      }
      List<StoreIdentity> seen = starts.stream().map(start -> start.join().identity()).toList();
      assertEquals(1, seen.stream().distinct().count(), seen.toString());
      new JpaOperationLog(store.transactions).acquire(7, "a");
    }
  }

  @Test
  void postgresIsDurableUnlessToldOtherwise() throws SQLException {
    try (StoreFixture store = StoreFixture.postgres()) {
      DurabilityReport report = store.open(8).durability();
      assertTrue(report.durable(), report.text());
      try (Connection connection = store.dataSource.getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("SET synchronous_commit = off");
        DurabilityReport risky = Durability.of(Database.POSTGRESQL, connection);
        assertFalse(risky.durable());
        assertTrue(risky.text().contains("turn on synchronous_commit"), risky.text());
        statement.execute("SET synchronous_commit = on");
      }
    }
  }

  @Test
  void aConnectionKilledBeforeTheCommitLeavesTheOutcomeUnknown() throws SQLException {
    try (StoreFixture store = StoreFixture.postgres().opened()) {
      JpaOperationLog log = new JpaOperationLog(store.transactions);
      DocumentId document = Samples.document();
      Lease lease = log.acquire(0, "a");
      store.dataSource.faults(
          new TestDataSource.Faults() {
            @Override
            public void before(String call, Connection raw) throws SQLException {
              if (call.equals("commit")) {
                store.dataSource.faults(TestDataSource.Faults.NONE);
                kill(store, raw);
              }
            }
          });
      CommitResult result = log.commit(group(lease, document, operations(1, 3)));
      assertInstanceOf(CommitResult.Unknown.class, result);
      assertEquals(new Lease(0, lease.epoch() + 1, lease.commits()), log.acquire(0, "a"));
      assertEquals(0, log.head(document));
    }
  }

  private static void kill(StoreFixture store, Connection raw) throws SQLException {
    int process = raw.unwrap(PGConnection.class).getBackendPID();
    try (Connection other = store.dataSource.getConnection();
        Statement statement = other.createStatement()) {
      statement.execute("SELECT pg_terminate_backend(" + process + ", 10000)");
    }
  }

  /**
   * However many documents an organisation has: of theirs, whoever asks for the list reads twenty.
   */
  @Test
  void theListOfWhatSomebodyMaySeeReadsNoWholeTable() throws SQLException {
    try (StoreFixture store = StoreFixture.postgres().opened()) {
      store.sql(
          "INSERT INTO document SELECT gen_random_uuid(), 0, 'text', 1, 't', NULL, 0, 0, 1, 0, 'x',"
              + " 0, n FROM generate_series(1, 100000) n");
      store.sql(
          "INSERT INTO grants SELECT id, 'U:' || (updated_at % 5000), "
              + GrantEntity.VIEW_LEVEL
              + " FROM document");
      store.sql("ANALYZE");
      List<Long> read = new ArrayList<>();
      store.dataSource.faults(
          new TestDataSource.Faults() {
            @Override
            public void after(String call, Connection raw) throws SQLException {
              if (call.equals("execute")) {
                read.add(readOneByOne(raw));
              }
            }
          });
      int seen = new JpaDocumentStore(store.transactions).visibleTo("7", Set.of(), 0, 50).size();
      store.dataSource.faults(TestDataSource.Faults.NONE);
      assertEquals(20, seen);
      assertEquals(List.of(0L), read, "rows that were read without an index, by each statement");
    }
  }

  /** In the transaction under way. */
  private static long readOneByOne(Connection raw) throws SQLException {
    try (Statement statement = raw.createStatement();
        ResultSet sum =
            statement.executeQuery(
                "SELECT sum(seq_tup_read) FROM pg_stat_xact_user_tables"
                    + " WHERE relname IN ('document', 'grants')")) {
      sum.next();
      return sum.getLong(1);
    }
  }

  @Test
  void aStoreNeedsAShard() throws SQLException {
    try (StoreFixture store = StoreFixture.derby().opened()) {
      assertThrows(IllegalArgumentException.class, () -> store.open(0));
    }
  }
}
