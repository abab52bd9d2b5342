package coedit.persistence;

import coedit.model.DocumentId;
import coedit.model.Operation;
import coedit.model.OperationName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The append-only history of all documents, guarded by shard leases. Calls block on the database:
 * never from a partition thread, a lane or a socket. Every read verifies checksums.
 */
public interface OperationLog {

  /**
   * Takes the shard's lease in a transaction of its own: waits for a commit in flight and shuts out
   * every later one under an earlier epoch.
   *
   * @param owner shown to people
   * @throws StoreException when the database does not answer; the lease then counts as not taken
   */
  Lease acquire(int shard, String owner);

  /**
   * Commits a group in one transaction: first the fence of each shard in shard order, then the
   * rows. Never throws for a database's reasons.
   */
  CommitResult commit(CommitGroup group);

  /** The largest revision of a document, 0 when it has no operation. */
  long head(DocumentId document);

  /** The heads of several documents in one query. */
  Map<DocumentId, Long> heads(Collection<DocumentId> documents);

  /**
   * Operations {@code from} to {@code to}, both included, in order, at most {@code limit} of them.
   *
   * @throws CorruptOperationException when a row fails its checksum or a revision is missing
   */
  List<Operation> read(DocumentId document, long from, long to, int limit);

  /**
   * Of a client's operations {@code first} to {@code lastSequence}, both included, the one with the
   * largest sequence that is in the log. A submission of many operations may have left only some of
   * them there.
   */
  Optional<Operation> findLast(DocumentId document, OperationName first, long lastSequence);
}
