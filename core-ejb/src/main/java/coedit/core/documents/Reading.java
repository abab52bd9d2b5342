package coedit.core.documents;

import coedit.core.lane.DocumentHistory;
import coedit.core.lane.LoadedDocument;
import coedit.core.lane.Replaying;
import coedit.core.service.DocumentService.Content;
import coedit.core.service.Outcome;
import coedit.model.ErrorCode;
import coedit.model.Operation;
import coedit.model.Payload;
import coedit.persistence.DocumentRecord;
import coedit.spi.DocumentState;
import coedit.spi.DocumentType;
import coedit.spi.RefusedException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A document's content at a revision, by replay of snapshot and log: what was committed, nothing
 * else.
 */
final class Reading {

  private final DocumentHistory history;
  private final DocumentType type;
  private final TypeRequests requests;

  Reading(DocumentHistory history, DocumentType type, TypeRequests requests) {
    this.history = history;
    this.type = type;
    this.requests = requests;
  }

  Outcome<Content> content(
      String user, DocumentRecord record, String mediaType, OptionalLong revision) {
    LoadedDocument loaded = history.load(record, revision.orElse(Long.MAX_VALUE));
    if (revision.isPresent()
        && (revision.getAsLong() < 0 || loaded.head() != revision.getAsLong())) {
      return Outcome.refused(ErrorCode.INVALID_BASE, "there is no such revision");
    }
    return requests.ask(user, record.id(), replaying -> content(loaded, mediaType, replaying));
  }

  private Outcome<Content> content(LoadedDocument loaded, String mediaType, Replaying replaying) {
    DocumentState state = replaying.open(type, loaded.snapshot().snapshot());
    for (Operation operation : loaded.tail()) {
      state = replaying.apply(state, operation);
    }
    DocumentState whole = state;
    try {
      Optional<Payload> bytes = replaying.call(() -> type.export(whole, mediaType));
      if (bytes.isEmpty()) {
        return Outcome.refused(ErrorCode.INVALID_OPERATION, "no such form of this document");
      }
      String hash = hash(replaying.call(whole::content));
      return Outcome.done(new Content(loaded.head(), mediaType, bytes.get(), hash));
    } catch (RefusedException refused) {
      return Outcome.refused(refused.code(), refused.reason());
    }
  }

  private static String hash(Payload content) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(content.unsafeBytes()));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
