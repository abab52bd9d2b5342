package coedit.persistence;

import coedit.model.DocumentId;
import coedit.model.Grant;
import coedit.model.Operation;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Documents' names, types and grants. Calls block. */
public interface DocumentStore {

  /**
   * Stores a new document with its first grants.
   *
   * @param first the operation of revision 1, if it begins with one: made under no lease, since
   *     nobody can have the document open before this has committed
   * @return false when the id or the unique name is taken; nothing is stored then
   */
  boolean create(DocumentRecord document, List<Grant> grants, Optional<Operation> first);

  /** As {@link #create(DocumentRecord, List, Optional)}, of a document that is empty. */
  default boolean create(DocumentRecord document, List<Grant> grants) {
    return create(document, grants, Optional.empty());
  }

  Optional<DocumentRecord> find(DocumentId id);

  Optional<DocumentRecord> findByName(String name);

  /**
   * The documents that a user may at least view, most recently changed first.
   *
   * @param groups the user's groups
   */
  List<DocumentRecord> visibleTo(String user, Set<String> groups, int offset, int limit);

  /**
   * Changes the title; false when there is no such document, or its grants have been changed since
   * they were looked at.
   *
   * @param seen the access epoch when whoever renames it looked at them
   */
  boolean rename(DocumentId id, String title, long seen);

  /**
   * Marks a document deleted: it is absent from then on, and its shard's lease ends, so that
   * nothing is added to its log any more. False when it was absent already, or its grants have been
   * changed since they were looked at.
   *
   * @param seen the access epoch when whoever deletes it looked at them
   */
  boolean delete(DocumentId id, long seen);

  List<Grant> grants(DocumentId id);

  /** The grants of several documents in one query; of those alone that are there. */
  Map<DocumentId, List<Grant>> grants(Collection<DocumentId> documents);

  /**
   * Replaces the grants and the owner, raises the access epoch by one and returns it; unless either
   * has been changed since they were looked at, or the document is gone: nothing is changed then.
   * When that takes a right from anybody, it ends the lease of the document's shard in the same
   * transaction: what was let through under the old grants and is not committed yet never is
   * (INV-11), whether or not anybody hears of the change.
   *
   * @param seen the access epoch when whoever changes them looked at them
   */
  OptionalLong replaceGrants(DocumentId id, List<Grant> grants, String owner, long seen);

  /** Notes when documents last changed; cheap, lossy, batched by the caller. */
  void touch(Map<DocumentId, Instant> changes);

  /** The access epochs of several documents in one query. */
  Map<DocumentId, Long> accessEpochs(Collection<DocumentId> documents);

  /** The types of all documents that there are. */
  Set<String> typesInUse();
}
