package coedit.persistence.jpa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.model.Access;
import coedit.model.Grant;
import coedit.persistence.AccountStore;
import coedit.persistence.AccountStoreContract;
import coedit.persistence.AuditStore;
import coedit.persistence.AuditStore.Entry;
import coedit.persistence.AuditStore.Filter;
import coedit.persistence.AuditStore.Numbered;
import coedit.persistence.AuditStoreContract;
import coedit.persistence.DocumentRecord;
import coedit.persistence.DocumentStore;
import coedit.persistence.DocumentStoreContract;
import coedit.persistence.OperationLog;
import coedit.persistence.OperationLogContract;
import coedit.persistence.PinStore;
import coedit.persistence.PinStoreContract;
import coedit.persistence.Samples;
import coedit.persistence.SecretStore;
import coedit.persistence.SecretStoreContract;
import coedit.persistence.SessionStore;
import coedit.persistence.SessionStoreContract;
import coedit.persistence.SnapshotStore;
import coedit.persistence.SnapshotStoreContract;
import coedit.persistence.TicketStore;
import coedit.persistence.TicketStoreContract;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that is promised for each database, on one store. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class StoresSuite {

  /** Derby gives up after a minute, and looks for rings after 20 s. */
  private static final Duration NO_WAIT = Duration.ofSeconds(10);

  private StoreFixture store;

  abstract StoreFixture create();

  @BeforeAll
  void open() {
    store = create().opened();
  }

  @AfterAll
  void close() throws SQLException {
    store.close();
  }

  @Nested
  class Log extends OperationLogContract {
    @Override
    protected OperationLog log() {
      return new JpaOperationLog(store.transactions);
    }
  }

  @Nested
  class Snapshots extends SnapshotStoreContract {
    @Override
    protected SnapshotStore snapshots() {
      return new JpaSnapshotStore(store.transactions);
    }
  }

  @Nested
  class Documents extends DocumentStoreContract {
    @Override
    protected DocumentStore documents() {
      return new JpaDocumentStore(store.transactions);
    }

    @Override
    protected OperationLog log() {
      return new JpaOperationLog(store.transactions);
    }

    /**
     * Noting when documents changed holds the rows of many until its commit: who waits for one of
     * them with a row in hand that it wants next is in a ring.
     */
    @Test
    void takingARightAwayWaitsForNoOtherDocument() throws SQLException {
      DocumentRecord mine = Samples.record(Samples.document(), Optional.empty());
      DocumentRecord others = Samples.record(Samples.document(), Optional.empty());
      Grant grant = new Grant(Grant.Kind.USER, "a", Access.EDIT);
      documents().create(mine, List.of(grant));
      documents().create(others, List.of(grant));
      documents().rename(others.id(), "held", others.accessEpoch());
      try (Connection elsewhere = store.dataSource.getConnection();
          Statement sql = elsewhere.createStatement()) {
        elsewhere.setAutoCommit(false);
        assertEquals(
            1, sql.executeUpdate("UPDATE document SET updated_at = 1 WHERE title = 'held'"));
        assertTimeoutPreemptively(
            NO_WAIT,
            () -> assertEquals(2, Samples.replaceGrants(documents(), mine.id(), List.of())));
        elsewhere.rollback();
      }
    }
  }

  @Nested
  class Accounts extends AccountStoreContract {
    @Override
    protected AccountStore emptyStore() {
      store.sql("DELETE FROM account");
      return new JpaAccountStore(store.transactions);
    }

    @Override
    protected SessionStore sessions() {
      return new JpaSessionStore(store.transactions);
    }
  }

  @Nested
  class Secrets extends SecretStoreContract {
    @Override
    protected SecretStore secrets() {
      return new JpaSecretStore(store.transactions);
    }
  }

  @Nested
  class Sessions extends SessionStoreContract {
    @Override
    protected SessionStore sessions() {
      return new JpaSessionStore(store.transactions);
    }

    /** One sign-in too many ends the oldest, wherever a database sorts what has no time. */
    @Test
    void whatTheReleaseBeforeBeganIsAsOldAsItsLastRenewal() {
      Instant begun = Instant.ofEpochMilli(1_700_000_000_123L);
      for (int i = 0; i < 3; i++) {
        sessions().create(signIn("dated-" + i, begun.plusSeconds(i)));
      }
      store.sql("UPDATE sign_in SET begun_at = NULL WHERE id = 'dated-1'");
      List<String> newestFirst = List.of("dated-2", "dated-1", "dated-0");
      assertEquals(newestFirst, ids(sessions().ofUser("dated", begun)));
      List<String> all = new ArrayList<>(ids(sessions().all(begun, 0, 10_000)));
      all.retainAll(newestFirst);
      assertEquals(newestFirst, all);
    }

    private SessionStore.Session signIn(String id, Instant begun) {
      return new SessionStore.Session(
          id,
          "dated",
          "Dated",
          Set.of(),
          false,
          begun.plusSeconds(60),
          "hash",
          Optional.empty(),
          begun,
          new SessionStore.Begun(begun, begun, "", "", ""));
    }

    private List<String> ids(List<SessionStore.Session> sessions) {
      return sessions.stream().map(SessionStore.Session::id).toList();
    }
  }

  @Nested
  class Tickets extends TicketStoreContract {
    @Override
    protected TicketStore tickets() {
      return new JpaTicketStore(store.transactions);
    }
  }

  @Nested
  class Pins extends PinStoreContract {
    @Override
    protected PinStore pins() {
      return new JpaPinStore(store.transactions);
    }
  }

  /** On this machine it is the same clock, read by the database. */
  @Test
  void theTimeOfTheStoreIsTheDatabases() {
    JpaStoreTime time = new JpaStoreTime(store.transactions);
    Instant before = Instant.now();
    Instant shown = time.now();
    Instant after = Instant.now();
    assertTrue(!shown.isBefore(before.minusMillis(100)), shown + " before " + before);
    assertTrue(!shown.isAfter(after.plusMillis(100)), shown + " after " + after);
  }

  @Nested
  class Audit extends AuditStoreContract {
    @Override
    protected AuditStore audit() {
      return new JpaAuditStore(store.transactions);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "UPDATE audit SET actor = 'somebody else'",
          "UPDATE audit SET detail = detail WHERE id > 0",
          "DELETE FROM audit",
          "TRUNCATE TABLE audit"
        })
    void theDatabaseItselfRefusesToChangeWhatIsInIt(String change) {
      Entry written = entry();
      audit().append(List.of(written));
      assertThrows(IllegalStateException.class, () -> store.sql(change));
      Filter mine = new Filter(Optional.empty(), Optional.of(written.actor()), Optional.empty());
      assertEquals(
          List.of(written),
          audit().before(Long.MAX_VALUE, mine, 10).stream().map(Numbered::entry).toList());
    }
  }
}
