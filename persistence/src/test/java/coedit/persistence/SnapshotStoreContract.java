package coedit.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coedit.model.ClientId;
import coedit.model.DocumentId;
import coedit.model.Payload;
import coedit.model.Snapshot;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every snapshot store promises. */
public abstract class SnapshotStoreContract {

  protected final DocumentId document = Samples.document();

  protected abstract SnapshotStore snapshots();

  /** A snapshot with content of some size and two clients. */
  protected static StoredSnapshot snapshot(long revision) {
    Payload content = Payload.ofUtf8(("text of " + revision + "\n").repeat(1000));
    return new StoredSnapshot(
        new Snapshot(revision, 4, content),
        Map.of(
            new ClientId(1), new ClientHigh(3, Math.max(1, revision - 1), -5, "Zoë"),
            new ClientId(Long.MAX_VALUE), new ClientHigh(1L << 40, revision, 99, "bob")));
  }

  @Test
  void theNewestSnapshotAtOrBeforeARevisionIsFound() {
    snapshots().save(document, snapshot(10));
    snapshots().save(document, snapshot(30));
    snapshots().save(document, snapshot(20));
    assertEquals(Optional.of(snapshot(30)), snapshots().latest(document, Long.MAX_VALUE));
    assertEquals(Optional.of(snapshot(20)), snapshots().latest(document, 29));
    assertEquals(Optional.of(snapshot(20)), snapshots().latest(document, 20));
    assertEquals(Optional.empty(), snapshots().latest(document, 9));
    assertEquals(Optional.empty(), snapshots().latest(Samples.document(), 99));
  }

  @Test
  void anEmptyStateAtRevisionZeroIsASnapshotToo() {
    StoredSnapshot empty =
        new StoredSnapshot(new Snapshot(0, 1, Payload.wrap(new byte[0])), Map.of());
    snapshots().save(document, empty);
    assertEquals(Optional.of(empty), snapshots().latest(document, 0));
  }

  @Test
  void aSnapshotThatExistsIsLeftAsItIs() {
    snapshots().save(document, snapshot(10));
    StoredSnapshot later =
        new StoredSnapshot(new Snapshot(10, 4, Payload.ofUtf8("other")), Map.of());
    snapshots().save(document, later);
    assertEquals(Optional.of(snapshot(10)), snapshots().latest(document, 10));
  }

  @Test
  void pruningKeepsTheNewest() {
    for (int revision = 1; revision <= 5; revision++) {
      snapshots().save(document, snapshot(revision));
    }
    assertEquals(3, snapshots().prune(document, 2));
    assertEquals(0, snapshots().prune(document, 2));
    assertEquals(Optional.empty(), snapshots().latest(document, 3));
    assertEquals(Optional.of(snapshot(4)), snapshots().latest(document, 4));
    assertThrows(IllegalArgumentException.class, () -> snapshots().prune(document, 0));
  }
}
