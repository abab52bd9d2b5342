package coedit.core.simulation;

import coedit.model.DocumentId;
import coedit.model.Operation;
import coedit.model.OperationName;
import coedit.persistence.CommitGroup;
import coedit.persistence.CommitGroup.DocumentBatch;
import coedit.persistence.CommitGroup.ShardBatch;
import coedit.persistence.CommitResult;
import coedit.persistence.Lease;
import coedit.persistence.OperationLog;
import coedit.persistence.StoreException;
import coedit.persistence.memory.InMemoryOperationLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A database that goes away, rolls back, commits without saying so, and commits later than it said.
 */
final class FaultyLog implements OperationLog {

  private static final Exception CAUSE = new IllegalStateException("simulated");

  private InMemoryOperationLog real;
  private InMemoryOperationLog backup;
  private final Schedule schedule;
  private final Random random;
  private final Plan plan;
  private final @Nullable Weakness weakness;
  private final Violations violations;
  private final BiConsumer<DocumentId, Operation> witness;
  private final Map<Integer, Lease> standing = new HashMap<>();
  boolean faults = true;
  boolean away;
  int committed;

  /** How often it became another, by a commit or a backup. */
  int changes;

  /** How often a backup took its place. */
  int restores;

  /**
   * @param weakness with one of these the protocol must be seen to fail
   * @param witness sees every operation at the moment of its commit
   */
  FaultyLog(
      int shards,
      Schedule schedule,
      Random random,
      Plan plan,
      @Nullable Weakness weakness,
      Violations violations,
      BiConsumer<DocumentId, Operation> witness) {
    this.real = new InMemoryOperationLog(shards);
    this.backup = real.copy();
    this.schedule = schedule;
    this.random = random;
    this.plan = plan;
    this.weakness = weakness;
    this.violations = violations;
    this.witness = witness;
  }

  @Override
  public Lease acquire(int shard, String owner) {
    requireReachable();
    Lease lease = real.acquire(shard, owner);
    standing.put(shard, lease);
    return lease;
  }

  /** Grants have changed: the database ends the lease in that transaction. */
  void endLease(int shard) {
    standing.put(shard, real.acquire(shard, "a change of grants"));
  }

  void backUp() {
    backup = real.copy();
  }

  /** The backup takes the place of all that is here; what is under way ends with what was here. */
  void restore() {
    real = backup.copy();
    standing.clear();
    restores++;
    changes++;
  }

  @Override
  public CommitResult commit(CommitGroup group) {
    InMemoryOperationLog here = real;
    if (away) {
      return new CommitResult.Unavailable(CAUSE);
    }
    int dice = faults ? random.nextInt(100) : 99;
    if (dice < 14 && !plan.has(troubleOf(dice))) {
      return commitReally(here, group);
    } else if (dice < 3) {
      return new CommitResult.Failed(CAUSE);
    } else if (dice < 6) {
      return new CommitResult.Unknown(CAUSE);
    } else if (dice < 9) {
      schedule.soon(() -> commitReally(here, group));
      return new CommitResult.Unknown(CAUSE);
    } else if (dice < 12) {
      commitReally(here, group);
      return new CommitResult.Unknown(CAUSE);
    } else if (dice < 14) {
      return new CommitResult.Unavailable(CAUSE);
    }
    if (weakness == Weakness.ACKNOWLEDGES_FROM_MEMORY) {
      schedule.after(Duration.ofMillis(20), () -> commitReally(here, group));
      return new CommitResult.Committed();
    }
    return commitReally(here, group);
  }

  private static Trouble troubleOf(int dice) {
    if (dice < 6) {
      return Trouble.BAD_COMMITS;
    }
    return dice < 12 ? Trouble.LATE_COMMITS : Trouble.NO_DATABASE;
  }

  private CommitResult commitReally(InMemoryOperationLog where, CommitGroup asked) {
    if (where != real) {
      return new CommitResult.Unavailable(CAUSE);
    }
    CommitGroup group = weakness == Weakness.NO_FENCE ? unfenced(asked) : asked;
    CommitResult result = real.commit(group);
    violations.unless(
        !(result instanceof CommitResult.Failed),
        "INV-2/INV-4: only the log's keys stopped ",
        result);
    if (result instanceof CommitResult.Committed) {
      group.shards().forEach(this::count);
    }
    return result;
  }

  private void count(ShardBatch batch) {
    Lease lease = batch.lease();
    standing.put(lease.shard(), new Lease(lease.shard(), lease.epoch(), lease.commits() + 1));
    for (DocumentBatch document : batch.documents()) {
      committed += document.operations().size();
      changes++;
      document.operations().forEach(operation -> witness.accept(document.document(), operation));
    }
  }

  private CommitGroup unfenced(CommitGroup group) {
    List<ShardBatch> shards = new ArrayList<>();
    for (ShardBatch batch : group.shards()) {
      shards.add(new ShardBatch(standing.get(batch.lease().shard()), batch.documents()));
    }
    return new CommitGroup(shards);
  }

  @Override
  public long head(DocumentId document) {
    requireReachable();
    return real.head(document);
  }

  @Override
  public Map<DocumentId, Long> heads(Collection<DocumentId> documents) {
    requireReachable();
    return real.heads(documents);
  }

  @Override
  public List<Operation> read(DocumentId document, long from, long to, int limit) {
    requireReachable();
    return real.read(document, from, to, limit);
  }

  @Override
  public Optional<Operation> findLast(DocumentId document, OperationName first, long lastSequence) {
    requireReachable();
    return real.findLast(document, first, lastSequence);
  }

  /** What is in the log, whether the database answers or not. */
  List<Operation> all(DocumentId document) {
    return real.read(document, 1, Long.MAX_VALUE, 1_000_000);
  }

  List<Operation> after(DocumentId document, long revision) {
    return real.read(document, revision + 1, Long.MAX_VALUE, 1_000_000);
  }

  boolean holds(DocumentId document, Operation operation) {
    long revision = operation.revision();
    return real.read(document, revision, revision, 1).equals(List.of(operation));
  }

  private void requireReachable() {
    if (away || (faults && plan.has(Trouble.NO_DATABASE) && random.nextInt(50) == 0)) {
      throw new StoreException("simulated", CAUSE);
    }
  }
}
