package coedit.core.service;

import coedit.model.ClientId;
import coedit.model.DocumentId;
import java.util.Optional;
import java.util.UUID;

/**
 * What a session says when it opens a document.
 *
 * @param session names the session among all servers; other people see its presence under this name
 * @param client the client id issued at an earlier join, when edits made under it may be unsent or
 *     unacknowledged
 * @param resume what the session has already, if anything
 */
public record JoinRequest(
    DocumentId document,
    String session,
    Participant participant,
    Optional<ClientId> client,
    Optional<ResumePoint> resume) {

  /** What a client has: every revision of that store generation up to this one. */
  public record ResumePoint(UUID generation, long revision) {}
}
