package coedit.core.documents;

import coedit.core.access.AccessGuard;
import coedit.core.service.DocumentView;
import coedit.core.service.Outcome;
import coedit.core.service.Participant;
import coedit.model.Access;
import coedit.model.DocumentId;
import coedit.model.ErrorCode;
import coedit.model.Grant;
import coedit.persistence.DocumentRecord;
import coedit.persistence.DocumentStore;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A document as one participant finds it.
 *
 * @param record read before the grants: whoever changes these afterwards has raised its access
 *     epoch
 */
record SeenDocument(DocumentRecord record, List<Grant> grants, Access access) {

  private static final int MOST_ATTEMPTS = 20;

  /** What somebody finds who needs a right to it. What one may not view is absent. */
  static Outcome<SeenDocument> by(
      Participant participant, DocumentStore store, Optional<DocumentRecord> found, Access needed) {
    if (found.isEmpty()) {
      return absent();
    }
    DocumentRecord record = found.get();
    List<Grant> grants = store.grants(record.id());
    Access access = AccessGuard.access(participant, grants);
    if (access == Access.NONE) {
      return absent();
    }
    return access.allows(needed)
        ? Outcome.done(new SeenDocument(record, grants, access))
        : Outcome.refused(
            ErrorCode.FORBIDDEN, "this needs the right to " + needed.word() + " the document");
  }

  /**
   * Lets somebody who has a right do something that takes place only if nobody has changed the
   * grants since they were looked at; looks again when somebody has.
   *
   * @param act done is empty when what was seen is not so any more
   */
  static <T> Outcome<T> act(
      Participant participant,
      DocumentStore store,
      DocumentId id,
      Access needed,
      Function<SeenDocument, Outcome<Optional<T>>> act) {
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      Outcome<Optional<T>> tried = by(participant, store, store.find(id), needed).then(act);
      if (tried instanceof Outcome.Done<Optional<T>> done && done.value().isEmpty()) {
        continue;
      }
      return tried.then(change -> Outcome.done(change.orElseThrow()));
    }
    return Outcome.refused(ErrorCode.BUSY, "others are sharing this document at this moment");
  }

  static <T> Outcome<T> absent() {
    return Outcome.refused(ErrorCode.NOT_FOUND, "there is no such document");
  }

  DocumentId id() {
    return record.id();
  }

  DocumentView view() {
    return view(record, access);
  }

  /** As it is when it has been given this title. */
  DocumentView renamed(String title) {
    DocumentView seen = view();
    return new DocumentView(
        seen.id(),
        seen.type(),
        title,
        seen.name(),
        seen.access(),
        seen.createdBy(),
        seen.owner(),
        seen.createdAt(),
        seen.updatedAt());
  }

  static DocumentView view(DocumentRecord record, Access access) {
    return new DocumentView(
        record.id(),
        record.type(),
        record.title(),
        record.name(),
        access,
        record.createdBy(),
        record.owner(),
        record.createdAt(),
        record.updatedAt());
  }
}
