package coedit.persistence.memory;

import coedit.model.DocumentId;
import coedit.model.Operation;
import coedit.model.OperationName;
import coedit.persistence.CommitGroup;
import coedit.persistence.CommitGroup.DocumentBatch;
import coedit.persistence.CommitGroup.ShardBatch;
import coedit.persistence.CommitResult;
import coedit.persistence.CorruptOperationException;
import coedit.persistence.Lease;
import coedit.persistence.OperationLog;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The log and its fence in memory. Each call is atomic, like a transaction. */
public final class InMemoryOperationLog implements OperationLog {

  private final int shards;
  private final Map<Integer, Lease> leases = new HashMap<>();
  private final Map<DocumentId, NavigableMap<Long, Operation>> logs = new HashMap<>();

  public InMemoryOperationLog(int shards) {
    this.shards = shards;
  }

  /** As it is now, for itself. */
  public synchronized InMemoryOperationLog copy() {
    InMemoryOperationLog copy = new InMemoryOperationLog(shards);
    copy.leases.putAll(leases);
    logs.forEach((document, log) -> copy.logs.put(document, new TreeMap<>(log)));
    return copy;
  }

  @Override
  public synchronized Lease acquire(int shard, String owner) {
    if (shard < 0 || shard >= shards) {
      throw new IllegalArgumentException("the store has no shard " + shard);
    }
    Lease old = standing(shard);
    Lease taken = new Lease(shard, old.epoch() + 1, old.commits());
    leases.put(shard, taken);
    return taken;
  }

  private Lease standing(int shard) {
    return leases.getOrDefault(shard, new Lease(shard, 0, 0));
  }

  @Override
  public synchronized CommitResult commit(CommitGroup group) {
    Set<Integer> fenced = new HashSet<>();
    for (ShardBatch batch : group.shards()) {
      if (!standing(batch.lease().shard()).equals(batch.lease())) {
        fenced.add(batch.lease().shard());
      }
    }
    if (!fenced.isEmpty()) {
      return new CommitResult.Fenced(fenced);
    }
    Optional<String> violation = violation(group);
    if (violation.isPresent()) {
      return new CommitResult.Failed(new IllegalStateException(violation.get()));
    }
    for (ShardBatch batch : group.shards()) {
      Lease lease = batch.lease();
      leases.put(lease.shard(), new Lease(lease.shard(), lease.epoch(), lease.commits() + 1));
      for (DocumentBatch document : batch.documents()) {
        document.operations().forEach(o -> log(document.document()).put(o.revision(), o));
      }
    }
    return new CommitResult.Committed();
  }

  /** Adds the first operation of a document that nobody has open. */
  public synchronized void begin(DocumentId document, Operation first) {
    log(document).put(first.revision(), first);
  }

  /** The two unique keys of the table. */
  private Optional<String> violation(CommitGroup group) {
    Set<Object> added = new HashSet<>();
    for (ShardBatch shard : group.shards()) {
      for (DocumentBatch batch : shard.documents()) {
        for (Operation operation : batch.operations()) {
          boolean fresh =
              !log(batch.document()).containsKey(operation.revision())
                  && findLast(batch.document(), operation.name(), operation.name().sequence())
                      .isEmpty()
                  && added.add(List.of(batch.document(), operation.revision()))
                  && added.add(List.of(batch.document(), operation.name()));
          if (!fresh) {
            return Optional.of(batch.document() + " has " + operation.revision() + " or its name");
          }
        }
      }
    }
    return Optional.empty();
  }

  private NavigableMap<Long, Operation> log(DocumentId document) {
    return logs.computeIfAbsent(document, absent -> new TreeMap<>());
  }

  @Override
  public synchronized long head(DocumentId document) {
    NavigableMap<Long, Operation> log = log(document);
    return log.isEmpty() ? 0 : log.lastKey();
  }

  @Override
  public synchronized Map<DocumentId, Long> heads(Collection<DocumentId> documents) {
    Map<DocumentId, Long> heads = new HashMap<>();
    documents.forEach(document -> heads.put(document, head(document)));
    return heads;
  }

  @Override
  public synchronized List<Operation> read(DocumentId document, long from, long to, int limit) {
    if (from < 1 || limit < 1) {
      throw new IllegalArgumentException("from " + from + ", limit " + limit);
    }
    List<Operation> operations = new ArrayList<>();
    long last = Math.min(Math.min(to, head(document)), from + limit - 1);
    for (long revision = from; revision <= last; revision++) {
      Operation operation = log(document).get(revision);
      if (operation == null) {
        throw new CorruptOperationException(document, revision, "missing from the log");
      }
      operations.add(operation);
    }
    return operations;
  }

  @Override
  public synchronized Optional<Operation> findLast(
      DocumentId document, OperationName first, long lastSequence) {
    return log(document).values().stream()
        .filter(o -> o.name().client().equals(first.client()))
        .filter(o -> o.name().sequence() >= first.sequence())
        .filter(o -> o.name().sequence() <= lastSequence)
        .max(Comparator.comparingLong(o -> o.name().sequence()));
  }
}
