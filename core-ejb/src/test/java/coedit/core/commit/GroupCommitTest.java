package coedit.core.commit;

import static coedit.core.fixture.Texts.document;
import static coedit.core.fixture.Texts.operation;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.model.DocumentId;
import coedit.model.Operation;
import coedit.model.OperationName;
import coedit.persistence.CommitGroup;
import coedit.persistence.CommitGroup.DocumentBatch;
import coedit.persistence.CommitGroup.ShardBatch;
import coedit.persistence.CommitResult;
import coedit.persistence.Lease;
import coedit.persistence.OperationLog;
import coedit.persistence.memory.InMemoryOperationLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class GroupCommitTest {

  private static final CommitEnd DURABLE = new CommitEnd.Durable();
  private static final CommitEnd LOST = new CommitEnd.LeaseLost();

  private final MoodyLog log = new MoodyLog();
  private final List<CommitResult> seen = new ArrayList<>();
  private final ShardLeases leases = new ShardLeases(log, "here", Runnable::run);
  private final GroupCommit commits = new GroupCommit(log, leases, seen::add);

  @Test
  void commitsSeveralShardsInOneTransactionAndCountsOn() {
    Batch a = batch(1, document(1), 1, 2);
    Batch b = batch(2, document(2), 1, 1);
    assertTrue(commits.commit(List.of(a, b)).isEmpty());
    assertEquals(List.of(DURABLE, DURABLE), ends(a, b));
    assertEquals(1, log.groups.size());
    Batch next = batch(1, document(1), 3, 3);
    commits.commit(List.of(next));
    assertEquals(List.of(DURABLE), ends(next));
  }

  @Test
  void aFencedShardLosesItsLeaseAndTheOthersAreCommitted() {
    Batch ours = batch(1, document(1), 1, 1);
    Batch stolen = batch(2, document(2), 1, 1);
    log.acquire(2, "there");
    commits.commit(List.of(ours, stolen));
    assertEquals(List.of(DURABLE, LOST), ends(ours, stolen));
    assertTrue(leases.current(2, stolen.epoch).isEmpty());
    assertTrue(leases.current(1, ours.epoch).isPresent());
  }

  @Test
  void aFailureIsNarrowedDownToTheDocumentThatCausesIt() {
    Batch good = batch(1, document(1), 1, 1);
    Batch bad = batch(2, document(2), 1, 1);
    Batch builtOnBad = batch(2, document(2), 2, 2);
    Batch neighbour = batch(2, document(0), 1, 1);
    log.refused.add(document(2));
    assertTrue(commits.commit(List.of(good, neighbour, bad, builtOnBad)).isEmpty());
    assertEquals(List.of(DURABLE, DURABLE), ends(good, neighbour));
    assertInstanceOf(CommitEnd.Rejected.class, bad.ends.get(0));
    assertEquals(List.of(LOST), builtOnBad.ends);
    assertTrue(leases.current(2, bad.epoch).isEmpty());
  }

  @Test
  void theBatchBeforeTheOneAtFaultIsCommitted() {
    Batch good = batch(1, document(1), 1, 1);
    Batch bad = batch(1, document(1), 2, 2);
    Batch builtOnBad = batch(1, document(1), 3, 3);
    log.answer =
        group ->
            group.shards().stream()
                    .flatMap(shard -> shard.documents().stream())
                    .flatMap(document -> document.operations().stream())
                    .anyMatch(operation -> operation.revision() == 2)
                ? new CommitResult.Failed(new IllegalStateException("bad"))
                : log.commitForReal(group);
    assertTrue(commits.commit(List.of(good, bad, builtOnBad)).isEmpty());
    assertEquals(List.of(DURABLE), good.ends);
    assertInstanceOf(CommitEnd.Rejected.class, bad.ends.get(0));
    assertEquals(List.of(LOST), builtOnBad.ends);
  }

  @Test
  void whatTheDatabaseCannotTakeNowIsKeptInOrder() {
    Batch first = batch(1, document(1), 1, 1);
    Batch second = batch(1, document(1), 2, 2);
    log.answer = group -> new CommitResult.Unavailable(new IllegalStateException("away"));
    List<PendingBatch> later = commits.commit(List.of(first, second));
    assertEquals(List.of(first, second), later);
    assertTrue(first.ends.isEmpty() && second.ends.isEmpty());
    log.answer = log::commitForReal;
    assertTrue(commits.commit(later).isEmpty());
    assertEquals(List.of(DURABLE, DURABLE), ends(first, second));
  }

  @Test
  void whatWaitsForTheDatabaseIsCountedAmongWhatWaits() {
    Committer committer =
        new Committer(log, leases, new Committer.Settings(10, Duration.ZERO), seen::add);
    log.answer = group -> new CommitResult.Unavailable(new IllegalStateException("away"));
    committer.enqueue(batch(1, document(1), 1, 1));
    committer.step();
    committer.enqueue(batch(1, document(1), 2, 2));
    assertEquals(2, committer.queued());
    log.answer = log::commitForReal;
    committer.step();
    assertEquals(0, committer.queued());
  }

  @Test
  void anUnknownOutcomeCostsTheLease() {
    Batch batch = batch(1, document(1), 1, 1);
    log.answer = group -> new CommitResult.Unknown(new IllegalStateException("cut"));
    commits.commit(List.of(batch));
    assertEquals(List.of(LOST), batch.ends);
    assertTrue(leases.current(1, batch.epoch).isEmpty());
  }

  @Test
  void aLogThatThrowsLeavesTheOutcomeUnknownAndTheCommitterAlive() {
    Batch batch = batch(1, document(1), 1, 1);
    log.answer =
        group -> {
          throw new IllegalStateException("a bug");
        };
    commits.commit(List.of(batch));
    assertEquals(List.of(LOST), batch.ends);
    assertInstanceOf(CommitResult.Unknown.class, seen.get(0));
  }

  @Test
  void anErrorLeavesTheOutcomeUnknownAndTheCommitterAlive() {
    Batch batch = batch(1, document(1), 1, 1);
    log.answer =
        group -> {
          throw new NoClassDefFoundError("a driver that lost a class");
        };
    commits.commit(List.of(batch));
    assertEquals(List.of(LOST), batch.ends);
    assertInstanceOf(CommitResult.Unknown.class, seen.get(0));
  }

  @Test
  void aCommitterThatFailsItselfGivesUpWhatItHadInHandAndGoesOn() {
    List<String> faults = new ArrayList<>(List.of("the first observation"));
    Committer committer =
        new Committer(
            log,
            leases,
            new Committer.Settings(100, Duration.ZERO),
            result -> {
              if (!faults.isEmpty()) {
                throw new IllegalStateException(faults.remove(0));
              }
            });
    Batch first = batch(1, document(1), 1, 1);
    committer.enqueue(first);
    committer.step();
    assertEquals(LOST, first.ends.get(first.ends.size() - 1));
    assertTrue(leases.current(1, first.epoch).isEmpty());
    assertEquals(Duration.ZERO, committer.inHand());
    Batch next = batch(2, document(2), 1, 1);
    committer.enqueue(next);
    committer.step();
    assertEquals(List.of(DURABLE), next.ends);
  }

  @Test
  void whatWasAssignedUnderAnEarlierLeaseNeverReachesTheLog() {
    Batch old = batch(1, document(1), 1, 1);
    leases.drop(1, old.epoch);
    Batch fresh = batch(1, document(1), 1, 1);
    commits.commit(List.of(old, fresh));
    assertEquals(List.of(LOST, DURABLE), ends(old, fresh));
    assertEquals(fresh.epoch, log.groups.get(0).shards().get(0).lease().epoch());
  }

  @Test
  void aLeaseGivenUpWhileItsCommitIsUnderWayStaysGivenUp() {
    Batch batch = batch(1, document(1), 1, 1);
    log.answer =
        group -> {
          leases.dropUnless(shard -> false);
          return log.commitForReal(group);
        };
    commits.commit(List.of(batch));
    assertEquals(List.of(DURABLE), batch.ends);
    assertTrue(leases.current(1, batch.epoch).isEmpty());
  }

  private Batch batch(int shard, DocumentId document, long from, long to) {
    long epoch = leases.ensure(shard).toCompletableFuture().join().epoch();
    List<Operation> operations = new ArrayList<>();
    for (long revision = from; revision <= to; revision++) {
      operations.add(operation(revision, 1, revision));
    }
    return new Batch(document, shard, epoch, operations);
  }

  private static List<CommitEnd> ends(Batch... batches) {
    List<CommitEnd> ends = new ArrayList<>();
    for (Batch batch : batches) {
      assertEquals(1, batch.ends.size(), "a batch ends once");
      ends.addAll(batch.ends);
    }
    return ends;
  }

  private static final class Batch implements PendingBatch {
    private final DocumentId document;
    private final int shard;
    private final long epoch;
    private final List<Operation> operations;
    private final List<CommitEnd> ends = new ArrayList<>();

    Batch(DocumentId document, int shard, long epoch, List<Operation> operations) {
      this.document = document;
      this.shard = shard;
      this.epoch = epoch;
      this.operations = operations;
    }

    @Override
    public DocumentId document() {
      return document;
    }

    @Override
    public int shard() {
      return shard;
    }

    @Override
    public long epoch() {
      return epoch;
    }

    @Override
    public List<Operation> operations() {
      return operations;
    }

    @Override
    public void ended(CommitEnd end) {
      ends.add(end);
    }
  }

  /** A log that answers as told, and refuses some documents. */
  private static final class MoodyLog implements OperationLog {
    private final OperationLog real = new InMemoryOperationLog(8);
    private final Set<DocumentId> refused = new HashSet<>();
    private final List<CommitGroup> groups = new ArrayList<>();
    private Function<CommitGroup, CommitResult> answer = this::commitForReal;

    @Override
    public Lease acquire(int shard, String owner) {
      return real.acquire(shard, owner);
    }

    @Override
    public CommitResult commit(CommitGroup group) {
      groups.add(group);
      return answer.apply(group);
    }

    private CommitResult commitForReal(CommitGroup group) {
      for (ShardBatch shard : group.shards()) {
        for (DocumentBatch batch : shard.documents()) {
          if (refused.contains(batch.document())) {
            return new CommitResult.Failed(new IllegalStateException("refused"));
          }
        }
      }
      return real.commit(group);
    }

    @Override
    public long head(DocumentId document) {
      return real.head(document);
    }

    @Override
    public Map<DocumentId, Long> heads(Collection<DocumentId> documents) {
      return real.heads(documents);
    }

    @Override
    public List<Operation> read(DocumentId document, long from, long to, int limit) {
      return real.read(document, from, to, limit);
    }

    @Override
    public Optional<Operation> findLast(
        DocumentId document, OperationName first, long lastSequence) {
      return real.findLast(document, first, lastSequence);
    }
  }
}
