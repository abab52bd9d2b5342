package coedit.core.service;

import coedit.model.ClientId;
import coedit.model.DocumentId;
import coedit.model.Payload;
import coedit.spi.DocumentType;
import java.util.Optional;
import java.util.UUID;

/**
 * What a session says when it opens a document.
 *
 * @param session names the session among all servers; other people see its presence under this name
 * @param client the client id issued at an earlier join, when edits made under it may be unsent or
 *     unacknowledged
 * @param resume what the session has already, if anything
 * @param dialect the wire form that this session takes payloads in, see {@link
 *     coedit.spi.DocumentType#dialects}
 * @param version what the session knows, when it syncs by version; it is then told what that lacks
 *     in place of a snapshot
 */
public record JoinRequest(
    DocumentId document,
    String session,
    Participant participant,
    Optional<ClientId> client,
    Optional<ResumePoint> resume,
    String dialect,
    Optional<Payload> version) {

  /** A join over the native protocol. */
  public JoinRequest(
      DocumentId document,
      String session,
      Participant participant,
      Optional<ClientId> client,
      Optional<ResumePoint> resume) {
    this(document, session, participant, client, resume, DocumentType.JSON, Optional.empty());
  }

  /**
   * A join that syncs by version, under a client id of its own: what it sends again brings nothing.
   */
  public static JoinRequest synced(
      DocumentId document,
      String session,
      Participant participant,
      String dialect,
      Payload version) {
    return new JoinRequest(
        document,
        session,
        participant,
        Optional.empty(),
        Optional.empty(),
        dialect,
        Optional.of(version));
  }

  /** The same session of somebody who is shown anew. */
  public JoinRequest of(Participant shown) {
    return new JoinRequest(document, session, shown, client, resume, dialect, version);
  }

  /** What a client has: every revision of that store generation up to this one. */
  public record ResumePoint(UUID generation, long revision) {}
}
