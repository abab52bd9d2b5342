package coedit.core.service;

import coedit.model.Access;
import coedit.model.DocumentId;
import java.time.Instant;
import java.util.Optional;

/**
 * A document as one participant may see it.
 *
 * @param access that participant's own right
 * @param owner who cannot lose the right to administer it
 */
public record DocumentView(
    DocumentId id,
    String type,
    String title,
    Optional<String> name,
    Access access,
    String createdBy,
    String owner,
    Instant createdAt,
    Instant updatedAt) {}
