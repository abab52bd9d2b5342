package coedit.persistence;

import coedit.model.DocumentId;

/** A stored operation failed its checksum or is missing from the middle of the log. */
public final class CorruptOperationException extends StoreException {

  private static final long serialVersionUID = 1L;

  private final transient DocumentId document;
  private final long revision;

  public CorruptOperationException(DocumentId document, long revision, String what) {
    super("document " + document + ", revision " + revision + ": " + what);
    this.document = document;
    this.revision = revision;
  }

  public DocumentId document() {
    return document;
  }

  public long revision() {
    return revision;
  }
}
