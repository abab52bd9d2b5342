package coedit.core.documents;

import coedit.core.lane.DocumentHistory;
import coedit.core.lane.LoadedDocument;
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

  Reading(DocumentHistory history, DocumentType type) {
    this.history = history;
    this.type = type;
  }

  Outcome<Content> content(DocumentRecord record, String mediaType, OptionalLong revision) {
    LoadedDocument loaded = history.load(record, revision.orElse(Long.MAX_VALUE));
    if (revision.isPresent()
        && (revision.getAsLong() < 0 || loaded.head() != revision.getAsLong())) {
      return Outcome.refused(ErrorCode.INVALID_BASE, "there is no such revision");
    }
    var base = loaded.snapshot().snapshot();
    DocumentState state = base.revision() == 0 ? type.empty() : type.open(base);
    for (Operation operation : loaded.tail()) {
      state = state.apply(operation.payload());
    }
    try {
      Optional<Payload> bytes = type.export(state, mediaType);
      return bytes.isEmpty()
          ? Outcome.refused(ErrorCode.INVALID_OPERATION, "no such form of this document")
          : Outcome.done(new Content(loaded.head(), mediaType, bytes.get(), hash(state)));
    } catch (RefusedException refused) {
      return Outcome.refused(refused.code(), refused.reason());
    }
  }

  private static String hash(DocumentState state) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(state.content().unsafeBytes()));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
