package coedit.core.service;

import coedit.model.Access;
import coedit.model.ClientId;
import coedit.model.Operation;
import coedit.model.Snapshot;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The answer to a join: everything up to {@code head}. Later revisions follow as committed batches.
 *
 * @param client the client id to submit under
 * @param nextSequence the sequence number that the client's next new operation takes, counting what
 *     has been committed under this client id
 * @param snapshot empty when the client resumes; it then keeps its state and applies the tail
 * @param sync for a session that syncs by version: what it lacks
 * @param tail the operations after the snapshot, or after what the client has, up to head
 */
public record Joined(
    ClientId client,
    long nextSequence,
    String type,
    Access access,
    UUID generation,
    long head,
    Optional<Snapshot> snapshot,
    Optional<SyncAnswer> sync,
    List<Operation> tail) {

  public Joined {
    tail = List.copyOf(tail);
  }
}
