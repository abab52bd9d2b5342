package coedit.persistence.jpa;

import java.util.Objects;
import java.util.UUID;

/** The key of what exists once per document and revision. */
final class RevisionKey {

  UUID document = Ids.NIL;
  long revision;

  RevisionKey() {}

  RevisionKey(UUID document, long revision) {
    this.document = document;
    this.revision = revision;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RevisionKey that
        && document.equals(that.document)
        && revision == that.revision;
  }

  @Override
  public int hashCode() {
    return Objects.hash(document, revision);
  }
}
