package coedit.core.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coedit.core.documents.ReplicaHistory.Answered;
import coedit.core.documents.ReplicaHistory.Replica;
import coedit.core.fixture.Texts;
import coedit.core.lane.DocumentHistory;
import coedit.core.lane.LoadedDocument;
import coedit.model.DocumentId;
import coedit.model.Operation;
import coedit.model.Payload;
import coedit.model.Snapshot;
import coedit.persistence.DocumentRecord;
import coedit.persistence.StoreIdentity;
import coedit.persistence.StoredSnapshot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReplicaHistoryTest {

  private static final StoreIdentity STORE =
      new StoreIdentity(UUID.randomUUID(), UUID.randomUUID(), 64);

  private static final DocumentId DOCUMENT = Texts.document(1);

  private final History database = new History();
  private final History replica = new History();
  private final List<Answered> answers = new ArrayList<>();
  private StoreIdentity identity = STORE;
  private long now = Long.MAX_VALUE - 5;
  private final ReplicaHistory history =
      new ReplicaHistory(
          database,
          id -> database.head,
          new Replica(replica, () -> identity),
          STORE,
          () -> now,
          answers::add);

  @Test
  void whatTheReplicaHasItAnswers() {
    database.head = 7;
    replica.head = 7;
    assertEquals(7, load(Long.MAX_VALUE));
    assertEquals(3, load(3));
    assertEquals(0, load(0));
    assertEquals(5, read(3, 9));
    assertEquals(0, read(8, 9));
    assertEquals(Collections.nCopies(5, Answered.REPLICA), answers);
    assertEquals(0, database.asked);
  }

  @Test
  void nobodyIsShownLessThanWasCommitted() {
    database.head = 7;
    replica.head = 5;
    assertEquals(7, load(Long.MAX_VALUE));
    assertEquals(6, load(6));
    assertEquals(5, read(3, 9));
    assertEquals(Collections.nCopies(3, Answered.LAGGING), answers);
    assertEquals(3, read(3, 5));
    assertEquals(4, load(4));
    assertEquals(List.of(Answered.REPLICA, Answered.REPLICA), answers.subList(3, 5));
  }

  @Test
  void oneThatFailsIsLeftAloneForAWhile() {
    database.head = 2;
    replica.head = 2;
    replica.away = true;
    assertEquals(2, load(2));
    assertEquals(2, load(2));
    assertEquals(1, replica.asked);
    replica.away = false;
    now += ReplicaHistory.PAUSE.toNanos();
    assertEquals(2, load(2));
    assertEquals(List.of(Answered.AWAY, Answered.AWAY, Answered.REPLICA), answers);
  }

  @Test
  void oneOfAnotherHistoryIsNotBelieved() {
    database.head = 2;
    replica.head = 2;
    identity = new StoreIdentity(STORE.storeId(), UUID.randomUUID(), 64);
    assertEquals(2, load(2));
    assertEquals(0, replica.asked);
    assertEquals(List.of(Answered.AWAY), answers);
  }

  private long load(long revision) {
    return history.load(Texts.record(DOCUMENT, 1), revision).head();
  }

  private int read(long from, long to) {
    return history.read(DOCUMENT, from, to).size();
  }

  /** So many operations, and how often it was asked for them. */
  private static final class History implements DocumentHistory {

    private long head;
    private int asked;
    private boolean away;

    @Override
    public LoadedDocument load(DocumentRecord record, long revision) {
      ask();
      Snapshot snapshot = new Snapshot(Math.min(revision, head), 1, Payload.wrap(new byte[0]));
      return new LoadedDocument(record, new StoredSnapshot(snapshot, Map.of()), List.of());
    }

    @Override
    public List<Operation> read(DocumentId id, long from, long to) {
      ask();
      long count = Math.max(0, Math.min(to, head) - from + 1);
      return Collections.nCopies((int) count, null);
    }

    private void ask() {
      asked++;
      if (away) {
        throw new IllegalStateException("away");
      }
    }
  }
}
