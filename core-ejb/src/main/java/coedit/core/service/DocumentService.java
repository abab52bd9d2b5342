package coedit.core.service;

import coedit.model.DocumentId;
import coedit.model.Grant;
import coedit.model.Operation;
import coedit.model.Payload;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Documents apart from live editing: what REST serves. Calls block on the database. Every call
 * checks the participant's right; a document one may not view is absent ({@code not-found}).
 */
public interface DocumentService {

  /**
   * A document to be.
   *
   * @param name a unique name, if wanted
   */
  record NewDocument(String type, String title, Optional<String> name) {}

  /**
   * What a document is to hold from the first moment on.
   *
   * @param key names this wish among the user's own: asking again under it finds the document that
   *     was made the first time
   * @param mediaType the form of {@code bytes}; one that the document type reads
   */
  record FirstContent(String key, String mediaType, Payload bytes) {}

  /**
   * A document that was asked for.
   *
   * @param isNew whether it was made now and not by an earlier request under the same key
   */
  record Made(DocumentView document, boolean isNew) {}

  /**
   * A document's content in one form.
   *
   * @param revision what it contains: operations 1 to this one
   * @param stateHash SHA-256 of the whole state in its type's own form, in hexadecimal: the same at
   *     one revision on every server, whatever form is asked for (INV-8)
   */
  record Content(long revision, String mediaType, Payload bytes, String stateHash) {}

  Outcome<DocumentView> create(Participant participant, NewDocument document);

  /**
   * Makes a document that holds something, once, however often it is asked for: no reader ever sees
   * it without. Content that the type does not take makes nothing. The same key with another type
   * or content is refused ({@code sequence-reused}).
   */
  Outcome<Made> create(Participant participant, NewDocument document, FirstContent content);

  Outcome<DocumentView> find(Participant participant, DocumentId id);

  Outcome<DocumentView> findByName(Participant participant, String name);

  /** The documents that the participant may view, most recently changed first. */
  List<DocumentView> list(Participant participant, int offset, int limit);

  /** Needs {@code edit}. */
  Outcome<DocumentView> rename(Participant participant, DocumentId id, String title);

  /** Needs {@code admin}. */
  Outcome<DocumentView> delete(Participant participant, DocumentId id);

  /** The media types that a document's content is offered in, preferred first. */
  Outcome<List<String>> mediaTypes(Participant participant, DocumentId id);

  /** The content at a revision, or at the last committed one. */
  Outcome<Content> content(
      Participant participant, DocumentId id, String mediaType, OptionalLong revision);

  /** Committed operations {@code from} to {@code to}, both included, at most 1,000. */
  Outcome<List<Operation>> operations(Participant participant, DocumentId id, long from, long to);

  /** Needs {@code admin}. */
  Outcome<List<Grant>> grants(Participant participant, DocumentId id);

  /** Replaces all grants; needs {@code admin}, and the owner must keep it. */
  Outcome<SharingChange> replaceGrants(Participant participant, DocumentId id, List<Grant> grants);

  /**
   * Makes another user the owner, which only the owner and administrators of the server may. The
   * new owner must have a grant of their own; the old one keeps {@code admin} until it is taken
   * away.
   */
  Outcome<SharingChange> giveTo(Participant participant, DocumentId id, String user);

  /** The ids of the installed document types. */
  List<String> types();
}
