package coedit.persistence.jpa;

import static coedit.persistence.Samples.group;
import static coedit.persistence.Samples.operations;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coedit.model.DocumentId;
import coedit.model.Payload;
import coedit.model.Snapshot;
import coedit.persistence.CommitResult;
import coedit.persistence.CorruptOperationException;
import coedit.persistence.Samples;
import coedit.persistence.StoredSnapshot;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows that were altered, moved or lost behind the store's back are never given out. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class DamageSuite {

  private StoreFixture store;
  private JpaOperationLog log;
  private JpaSnapshotStore snapshots;

  abstract StoreFixture create();

  /** A literal of the payload's type. */
  abstract String bytes(String hex);

  @BeforeAll
  void open() {
    store = create().opened();
    log = new JpaOperationLog(store.transactions);
    snapshots = new JpaSnapshotStore(store.transactions);
  }

  @AfterAll
  void close() throws SQLException {
    store.close();
  }

  private DocumentId committed() {
    DocumentId document = Samples.document();
    CommitResult result = log.commit(group(log.acquire(0, "a"), document, operations(1, 5)));
    assertEquals(new CommitResult.Committed(), result);
    return document;
  }

  static Stream<String> alterations() {
    return Stream.of(
        "client = 8",
        "client_sequence = 77",
        "author = 'mallory'",
        "base_revision = 1",
        "epoch = epoch + 1",
        "hlc = hlc + 1",
        "format_version = 3",
        "digest = 0",
        "payload = PAYLOAD",
        "checksum = checksum + 1",
        "client = -1",
        "base_revision = 99");
  }

  @ParameterizedTest
  @MethodSource("alterations")
  void anAlteredRowIsFoundWhereItIs(String alteration) {
    DocumentId document = committed();
    String set = alteration.replace("PAYLOAD", bytes("00ff"));
    String where = " WHERE document = '" + document + "' AND revision = 3";
    assertEquals(1, store.sql("UPDATE operation_log SET " + set + where));
    CorruptOperationException corrupt =
        assertThrows(CorruptOperationException.class, () -> log.read(document, 1, 5, 10));
    assertEquals(document, corrupt.document());
    assertEquals(3, corrupt.revision());
    assertEquals(operations(1, 2), log.read(document, 1, 2, 10));
  }

  @Test
  void aRowMovedToAnotherDocumentIsFound() {
    DocumentId document = committed();
    DocumentId thief = Samples.document();
    String move = "UPDATE operation_log SET document = '" + thief + "' WHERE document = '";
    assertEquals(5, store.sql(move + document + "'"));
    assertThrows(CorruptOperationException.class, () -> log.read(thief, 1, 5, 10));
  }

  @Test
  void aLostRowIsFound() {
    DocumentId document = committed();
    String where = " WHERE document = '" + document + "' AND revision = 4";
    assertEquals(1, store.sql("DELETE FROM operation_log" + where));
    CorruptOperationException corrupt =
        assertThrows(CorruptOperationException.class, () -> log.read(document, 2, 9, 10));
    assertEquals(4, corrupt.revision());
  }

  @ParameterizedTest
  @MethodSource("snapshotAlterations")
  void aDamagedSnapshotIsPassedOverForAnOlderOne(String alteration) {
    DocumentId document = Samples.document();
    StoredSnapshot older =
        new StoredSnapshot(new Snapshot(10, 1, Payload.ofUtf8("older")), Map.of());
    snapshots.save(document, older);
    snapshots.save(
        document, new StoredSnapshot(new Snapshot(20, 1, Payload.ofUtf8("newer")), Map.of()));
    String set = alteration.replace("PAYLOAD", bytes("00ff"));
    String where = " WHERE document = '" + document + "' AND revision = ";
    assertEquals(1, store.sql("UPDATE snapshot SET " + set + where + 20));
    assertEquals(Optional.of(older), snapshots.latest(document, 99));
    assertEquals(1, store.sql("DELETE FROM snapshot" + where + 10));
    assertEquals(Optional.empty(), snapshots.latest(document, 99));
  }

  static Stream<String> snapshotAlterations() {
    return Stream.of(
        "type_version = 2",
        "codec = 9",
        "format_version = 9",
        "client_high = PAYLOAD",
        "bytes = PAYLOAD",
        "revision = 30");
  }
}
