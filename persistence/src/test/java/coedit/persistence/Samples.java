package coedit.persistence;

import coedit.model.ClientId;
import coedit.model.DocumentId;
import coedit.model.Grant;
import coedit.model.Operation;
import coedit.model.OperationName;
import coedit.model.Payload;
import coedit.model.Provenance;
import coedit.persistence.CommitGroup.DocumentBatch;
import coedit.persistence.CommitGroup.ShardBatch;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/** Values that tests of the store write down shortly. */
public final class Samples {

  private Samples() {}

  public static DocumentId document() {
    return new DocumentId(UUID.randomUUID());
  }

  /** Replaces the grants of a document, whatever they were, and gives the new access epoch. */
  public static long replaceGrants(DocumentStore documents, DocumentId id, List<Grant> grants) {
    DocumentRecord seen = documents.find(id).orElseThrow();
    return documents.replaceGrants(id, grants, seen.owner(), seen.accessEpoch()).orElseThrow();
  }

  /** An operation whose fields all differ, so that mixed-up columns are noticed. */
  public static Operation operation(long revision) {
    return operation(revision, new OperationName(new ClientId(7), revision));
  }

  public static Operation operation(long revision, OperationName name) {
    return operation(revision, name, Payload.ofUtf8("payload of " + revision));
  }

  public static Operation operation(long revision, OperationName name, Payload payload) {
    Provenance provenance = new Provenance(3, (1_700_000_000_000L << 16) + revision, 2, -17);
    return new Operation(revision, name, "Zoë", revision - 1, provenance, payload);
  }

  /** Operations {@code from} to {@code to}, both included. */
  public static List<Operation> operations(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(Samples::operation).toList();
  }

  public static CommitGroup group(Lease lease, DocumentId document, List<Operation> operations) {
    return new CommitGroup(List.of(batch(lease, document, operations)));
  }

  public static ShardBatch batch(Lease lease, DocumentId document, List<Operation> operations) {
    return new ShardBatch(lease, List.of(new DocumentBatch(document, operations)));
  }

  /** The lease as it stands after one more commit. */
  public static Lease next(Lease lease) {
    return new Lease(lease.shard(), lease.epoch(), lease.commits() + 1);
  }

  public static DocumentRecord record(DocumentId id, Optional<String> name) {
    Instant now = Instant.ofEpochMilli(1_700_000_000_123L);
    return new DocumentRecord(id, 5, "text", 1, "Title ✓", name, 0, 1, "alice", "olga", now, now);
  }
}
