package coedit.persistence;

import static coedit.persistence.Samples.batch;
import static coedit.persistence.Samples.group;
import static coedit.persistence.Samples.next;
import static coedit.persistence.Samples.operation;
import static coedit.persistence.Samples.operations;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.model.ClientId;
import coedit.model.DocumentId;
import coedit.model.Operation;
import coedit.model.OperationName;
import coedit.model.Payload;
import coedit.persistence.CommitGroup.DocumentBatch;
import coedit.persistence.CommitGroup.ShardBatch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every operation log promises. The log under test has at least eight shards. */
public abstract class OperationLogContract {

  private static final CommitResult COMMITTED = new CommitResult.Committed();

  private final DocumentId document = Samples.document();
  private final DocumentId other = Samples.document();

  protected abstract OperationLog log();

  @Test
  void aLeaseRaisesTheEpochAndKeepsTheCommits() {
    Lease first = log().acquire(3, "a");
    assertEquals(COMMITTED, log().commit(group(first, document, operations(1, 1))));
    assertEquals(new Lease(3, first.epoch() + 1, first.commits() + 1), log().acquire(3, "b"));
  }

  @Test
  void anUnknownShardHasNoLease() {
    assertThrows(RuntimeException.class, () -> log().acquire(1_000_000, "a"));
  }

  @Test
  void whatIsCommittedIsReadBackEqual() {
    Lease lease = log().acquire(0, "a");
    assertEquals(COMMITTED, log().commit(group(lease, document, operations(1, 20))));
    assertEquals(operations(1, 20), log().read(document, 1, Long.MAX_VALUE, 1000));
    assertEquals(20, log().head(document));
  }

  @Test
  void payloadsOfAllSizesSurvive() {
    Lease lease = log().acquire(0, "a");
    long revision = 0;
    for (int size : new int[] {0, 1, 32_672, 32_673, 1 << 20}) {
      byte[] bytes = new byte[size];
      new Random(size).nextBytes(bytes);
      OperationName name = new OperationName(new ClientId(9), ++revision);
      Operation large = operation(revision, name, Payload.wrap(bytes));
      assertEquals(COMMITTED, log().commit(group(lease, document, List.of(large))));
      assertEquals(List.of(large), log().read(document, revision, revision, 1));
      lease = next(lease);
    }
  }

  @Test
  void aGroupOfSeveralShardsAndDocumentsIsOneCommit() {
    Lease five = log().acquire(5, "a");
    Lease two = log().acquire(2, "a");
    DocumentId third = Samples.document();
    ShardBatch twoDocuments =
        new ShardBatch(
            five,
            List.of(
                new DocumentBatch(document, operations(1, 3)),
                new DocumentBatch(other, operations(1, 2))));
    CommitGroup group = new CommitGroup(List.of(twoDocuments, batch(two, third, operations(1, 1))));
    assertEquals(COMMITTED, log().commit(group));
    assertEquals(
        Map.of(document, 3L, other, 2L, third, 1L), log().heads(List.of(document, other, third)));
    assertEquals(COMMITTED, log().commit(group(next(five), document, operations(4, 4))));
    assertEquals(COMMITTED, log().commit(group(next(two), third, operations(2, 2))));
  }

  @Test
  void anOldEpochIsFencedAndLeavesNothing() {
    Lease old = log().acquire(1, "a");
    Lease current = log().acquire(1, "b");
    CommitResult fenced = new CommitResult.Fenced(Set.of(1));
    assertEquals(fenced, log().commit(group(old, document, operations(1, 2))));
    assertEquals(0, log().head(document));
    assertEquals(COMMITTED, log().commit(group(current, document, operations(1, 2))));
  }

  @Test
  void aCommitCountThatIsNotTheShardsIsFenced() {
    Lease lease = log().acquire(1, "a");
    assertEquals(COMMITTED, log().commit(group(lease, document, operations(1, 1))));
    CommitResult fenced = new CommitResult.Fenced(Set.of(1));
    assertEquals(fenced, log().commit(group(lease, document, operations(2, 2))));
    assertEquals(fenced, log().commit(group(next(next(lease)), document, operations(2, 2))));
    assertEquals(1, log().head(document));
  }

  @Test
  void oneFencedShardRollsBackTheWholeGroupAndOnlyItIsNamed() {
    Lease good = log().acquire(4, "a");
    Lease stolen = log().acquire(6, "a");
    Lease alsoStolen = log().acquire(2, "a");
    log().acquire(6, "b");
    log().acquire(2, "b");
    CommitGroup group =
        new CommitGroup(
            List.of(
                batch(good, document, operations(1, 1)),
                batch(stolen, other, operations(1, 1)),
                batch(alsoStolen, Samples.document(), operations(1, 1))));
    assertEquals(new CommitResult.Fenced(Set.of(2, 6)), log().commit(group));
    assertEquals(0, log().head(document));
    assertEquals(COMMITTED, log().commit(group(good, document, operations(1, 1))));
  }

  @Test
  void aTakenRevisionFailsAndLeavesNothing() {
    Lease lease = log().acquire(0, "a");
    assertEquals(COMMITTED, log().commit(group(lease, document, operations(1, 2))));
    Operation again = operation(2, new OperationName(new ClientId(8), 1));
    CommitGroup group =
        new CommitGroup(
            List.of(
                new ShardBatch(
                    next(lease),
                    List.of(
                        new DocumentBatch(other, operations(1, 5)),
                        new DocumentBatch(document, List.of(again))))));
    assertInstanceOf(CommitResult.Failed.class, log().commit(group));
    assertEquals(Map.of(document, 2L, other, 0L), log().heads(List.of(document, other)));
    assertEquals(operations(1, 2), log().read(document, 1, 9, 9));
    assertEquals(COMMITTED, log().commit(group(next(lease), document, operations(3, 3))));
  }

  @Test
  void anOperationNameOccursOnceInADocument() {
    Lease lease = log().acquire(0, "a");
    assertEquals(COMMITTED, log().commit(group(lease, document, operations(1, 2))));
    Operation sameName = operation(3, operation(1).name());
    CommitGroup group = group(next(lease), document, List.of(sameName));
    assertInstanceOf(CommitResult.Failed.class, log().commit(group));
    assertEquals(2, log().head(document));
    assertEquals(COMMITTED, log().commit(group(next(lease), other, operations(1, 2))));
  }

  @Test
  void readingIsBoundedByRangeAndLimit() {
    Lease lease = log().acquire(0, "a");
    assertEquals(COMMITTED, log().commit(group(lease, document, operations(1, 10))));
    assertEquals(operations(4, 6), log().read(document, 4, 6, 100));
    assertEquals(operations(4, 5), log().read(document, 4, 9, 2));
    assertEquals(operations(9, 10), log().read(document, 9, 50, 100));
    assertEquals(List.of(), log().read(document, 11, 50, 100));
    assertEquals(List.of(), log().read(document, 5, 4, 100));
    assertEquals(List.of(), log().read(other, 1, 50, 100));
  }

  @Test
  void aGapIsCorruptionAtTheMissingRevision() {
    Lease lease = log().acquire(0, "a");
    CommitGroup gap = group(lease, document, List.of(operation(1), operation(2), operation(5)));
    assertEquals(COMMITTED, log().commit(gap));
    for (long to : new long[] {3, 4, 5, 99}) {
      CorruptOperationException corrupt =
          assertThrows(
              CorruptOperationException.class, () -> log().read(document, 1, to, 100), "to " + to);
      assertEquals(document, corrupt.document());
      assertEquals(3, corrupt.revision());
    }
    assertEquals(operations(1, 2), log().read(document, 1, 2, 100));
    assertEquals(operations(5, 5), log().read(document, 5, 99, 100));
  }

  @Test
  void anOperationIsFoundByItsName() {
    Lease lease = log().acquire(0, "a");
    assertEquals(COMMITTED, log().commit(group(lease, document, operations(1, 3))));
    assertEquals(Optional.of(operation(2)), log().findLast(document, operation(2).name(), 2));
    assertTrue(log().findLast(document, operation(4).name(), 4).isEmpty());
    assertTrue(log().findLast(other, operation(2).name(), 2).isEmpty());
  }

  /** As a batch of merged updates leaves it, of which some brought nothing. */
  @Test
  void ofARangeOfNamesTheLastThatIsThereIsFound() {
    ClientId client = new ClientId(9);
    Lease lease = log().acquire(0, "a");
    List<Operation> gaps =
        List.of(
            operation(1, new OperationName(client, 3), Payload.ofUtf8("a")),
            operation(2, new OperationName(new ClientId(10), 5), Payload.ofUtf8("b")),
            operation(3, new OperationName(client, 4), Payload.ofUtf8("c")),
            operation(4, new OperationName(client, 8), Payload.ofUtf8("d")));
    assertEquals(COMMITTED, log().commit(group(lease, document, gaps)));
    assertEquals(
        Optional.of(gaps.get(2)), log().findLast(document, new OperationName(client, 2), 7));
    assertEquals(
        Optional.of(gaps.get(3)), log().findLast(document, new OperationName(client, 1), 8));
    assertTrue(log().findLast(document, new OperationName(client, 5), 7).isEmpty());
  }

  @Test
  void manyHeadsAreReadAtOnceAndUnknownDocumentsAreAtZero() {
    Lease lease = log().acquire(0, "a");
    assertEquals(COMMITTED, log().commit(group(lease, document, operations(1, 3))));
    List<DocumentId> many =
        Stream.concat(Stream.generate(Samples::document).limit(450), Stream.of(document)).toList();
    Map<DocumentId, Long> heads = log().heads(many);
    assertEquals(Set.copyOf(many), heads.keySet());
    assertEquals(3, heads.get(document));
    assertEquals(3, heads.values().stream().mapToLong(Long::longValue).sum());
    assertEquals(Map.of(), log().heads(List.of()));
  }

  @Test
  void anEmptyGroupCommits() {
    assertEquals(COMMITTED, log().commit(new CommitGroup(List.of())));
  }
}
