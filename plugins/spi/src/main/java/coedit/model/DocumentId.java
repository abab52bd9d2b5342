package coedit.model;

import java.util.Optional;
import java.util.UUID;

/** Names one document for ever; never reused. */
public record DocumentId(UUID value) implements Comparable<DocumentId> {

  /** Reads the canonical form, 36 characters in lower case; anything else is no document id. */
  public static Optional<DocumentId> parse(String text) {
    if (text.length() != 36) {
      return Optional.empty();
    }
    try {
      DocumentId id = new DocumentId(UUID.fromString(text));
      // The library also reads groups that are too long or short, as another id.
      return id.toString().equals(text) ? Optional.of(id) : Optional.empty();
    } catch (IllegalArgumentException notAnId) {
      return Optional.empty();
    }
  }

  @Override
  public int compareTo(DocumentId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
