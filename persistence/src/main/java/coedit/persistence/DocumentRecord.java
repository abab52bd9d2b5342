package coedit.persistence;

import coedit.model.DocumentId;
import java.time.Instant;
import java.util.Optional;

/**
 * What the store knows of a document beside its content.
 *
 * @param name a unique name chosen by the creator, if any
 * @param type the document type's id
 * @param floor the log is complete from here on: operations up to it may live in the archive only
 * @param accessEpoch grows with each change of the grants
 * @param owner always may administer it; the creator until it is given to somebody else
 * @param updatedAt may lag the last operation by some seconds
 */
public record DocumentRecord(
    DocumentId id,
    int shard,
    String type,
    int typeVersion,
    String title,
    Optional<String> name,
    long floor,
    long accessEpoch,
    String createdBy,
    String owner,
    Instant createdAt,
    Instant updatedAt) {}
