package coedit.core.commit;

import coedit.core.service.Refusal;
import coedit.model.DocumentId;
import coedit.model.ErrorCode;
import coedit.model.Operation;
import coedit.persistence.CommitGroup;
import coedit.persistence.CommitGroup.DocumentBatch;
import coedit.persistence.CommitGroup.ShardBatch;
import coedit.persistence.CommitResult;
import coedit.persistence.Lease;
import coedit.persistence.OperationLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Step 6 of an edit. Commits groups of batches, each group in one transaction; the batches of one
 * document keep their order. Called from the one committing thread only.
 *
 * <p>A group that fails is tried again shard by shard, then document by document, then batch by
 * batch, so that what is bad costs nobody else anything. A database that cannot be reached is
 * waited for: nothing is acknowledged meanwhile, and the lease decides whether the work is still
 * ours when it is back.
 */
final class GroupCommit {

  private static final System.Logger LOG = System.getLogger(GroupCommit.class.getName());

  private final OperationLog log;
  private final ShardLeases leases;
  private final Consumer<CommitResult> observer;

  GroupCommit(OperationLog log, ShardLeases leases, Consumer<CommitResult> observer) {
    this.log = log;
    this.leases = leases;
    this.observer = observer;
  }

  /**
   * Commits what can be committed and ends those batches.
   *
   * @return the batches to try again later, in order, because the database cannot be reached
   */
  List<PendingBatch> commit(List<PendingBatch> batches) {
    Map<Integer, Part> parts = new TreeMap<>();
    for (PendingBatch batch : batches) {
      Part part = parts.get(batch.shard());
      if (part == null) {
        Lease lease = leases.current(batch.shard(), batch.epoch()).orElse(null);
        if (lease == null) {
          batch.ended(new CommitEnd.LeaseLost());
          continue;
        }
        part = new Part(lease, new ArrayList<>());
        parts.put(batch.shard(), part);
      }
      if (part.lease().epoch() == batch.epoch()) {
        part.batches().add(batch);
      } else {
        batch.ended(new CommitEnd.LeaseLost());
      }
    }
    return parts.isEmpty() ? List.of() : commitParts(List.copyOf(parts.values()));
  }

  private List<PendingBatch> commitParts(List<Part> parts) {
    CommitResult result = attempt(parts);
    if (result instanceof CommitResult.Committed) {
      return List.of();
    } else if (result instanceof CommitResult.Fenced fenced) {
      return afterFence(parts, fenced);
    } else if (result instanceof CommitResult.Unknown) {
      parts.forEach(this::lose);
      return List.of();
    } else if (result instanceof CommitResult.Unavailable) {
      return batchesOf(parts);
    }
    return split(parts, (CommitResult.Failed) result);
  }

  private CommitResult attempt(List<Part> parts) {
    List<ShardBatch> shards = new ArrayList<>(parts.size());
    for (Part part : parts) {
      shards.add(new ShardBatch(part.lease(), part.documents()));
    }
    CommitResult result = commit(new CommitGroup(shards));
    observer.accept(result);
    if (result instanceof CommitResult.Committed) {
      for (Part part : parts) {
        leases.committed(part.lease());
        part.batches().forEach(batch -> batch.ended(new CommitEnd.Durable()));
      }
    }
    return result;
  }

  /** Whatever the log throws is its bug; what came of the transaction is then unknown. */
  private CommitResult commit(CommitGroup group) {
    try {
      return log.commit(group);
    } catch (RuntimeException | Error bug) {
      LOG.log(System.Logger.Level.ERROR, "a commit failed in an unexpected way", bug);
      return new CommitResult.Unknown(new IllegalStateException(bug));
    }
  }

  private List<PendingBatch> afterFence(List<Part> parts, CommitResult.Fenced fenced) {
    List<Part> others = new ArrayList<>();
    for (Part part : parts) {
      if (fenced.shards().contains(part.lease().shard())) {
        lose(part);
      } else {
        others.add(part);
      }
    }
    if (others.size() == parts.size()) {
      others.forEach(this::lose);
      return List.of();
    }
    return others.isEmpty() ? List.of() : commitParts(others);
  }

  private List<PendingBatch> split(List<Part> parts, CommitResult.Failed failed) {
    List<PendingBatch> later = new ArrayList<>();
    if (parts.size() > 1) {
      parts.forEach(part -> later.addAll(commitParts(List.of(part))));
      return later;
    }
    Part part = parts.get(0);
    List<List<PendingBatch>> documents = part.byDocument();
    if (documents.size() > 1) {
      for (List<PendingBatch> document : documents) {
        later.addAll(commit(document));
      }
      return later;
    }
    if (part.batches().size() > 1) {
      return batchByBatch(part);
    }
    reject(part, failed);
    return List.of();
  }

  /** Up to the batch at fault; those behind it were built on it and lose the lease with it. */
  private List<PendingBatch> batchByBatch(Part part) {
    List<PendingBatch> later = new ArrayList<>();
    for (PendingBatch batch : part.batches()) {
      if (later.isEmpty()) {
        later.addAll(commit(List.of(batch)));
      } else {
        later.add(batch);
      }
    }
    return later;
  }

  /** The batch is refused, and the lease goes with it. */
  private void reject(Part part, CommitResult.Failed failed) {
    Refusal refusal =
        new Refusal(ErrorCode.INTERNAL, "the operation could not be stored", Duration.ZERO);
    LOG.log(
        System.Logger.Level.ERROR,
        "document " + part.batches().get(0).document() + " cannot be committed",
        failed.cause());
    leases.drop(part.lease().shard(), part.lease().epoch());
    part.batches().forEach(batch -> batch.ended(new CommitEnd.Rejected(refusal)));
  }

  /** Nothing is known of these any more: their leases go, and whoever waits starts again. */
  void abandon(List<PendingBatch> batches) {
    for (PendingBatch batch : batches) {
      leases.drop(batch.shard(), batch.epoch());
      batch.ended(new CommitEnd.LeaseLost());
    }
  }

  private void lose(Part part) {
    leases.drop(part.lease().shard(), part.lease().epoch());
    part.batches().forEach(batch -> batch.ended(new CommitEnd.LeaseLost()));
  }

  private static List<PendingBatch> batchesOf(List<Part> parts) {
    List<PendingBatch> all = new ArrayList<>();
    parts.forEach(part -> all.addAll(part.batches()));
    return all;
  }

  /** One shard's share of a group. */
  private record Part(Lease lease, List<PendingBatch> batches) {

    List<List<PendingBatch>> byDocument() {
      Map<DocumentId, List<PendingBatch>> documents = new TreeMap<>();
      for (PendingBatch batch : batches) {
        documents.computeIfAbsent(batch.document(), id -> new ArrayList<>()).add(batch);
      }
      return List.copyOf(documents.values());
    }

    List<DocumentBatch> documents() {
      List<DocumentBatch> documents = new ArrayList<>();
      for (List<PendingBatch> document : byDocument()) {
        List<Operation> operations = new ArrayList<>();
        document.forEach(batch -> operations.addAll(batch.operations()));
        documents.add(new DocumentBatch(document.get(0).document(), operations));
      }
      return documents;
    }
  }
}
