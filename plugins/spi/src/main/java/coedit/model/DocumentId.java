package coedit.model;

import java.util.Optional;
import java.util.UUID;

/** Names one document for ever; never reused. */
public record DocumentId(UUID value) implements Comparable<DocumentId> {

  /** Reads the canonical 36-character form; anything else is no document id. */
  public static Optional<DocumentId> parse(String text) {
    if (text.length() != 36) {
      return Optional.empty();
    }
    try {
      return Optional.of(new DocumentId(UUID.fromString(text)));
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
