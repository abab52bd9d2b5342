package coedit.model;

import java.util.Locale;
import java.util.Optional;

/** What a user may do with a document; each level contains the ones before it. */
public enum Access {
  NONE,
  VIEW,
  COMMENT,
  EDIT,
  ADMIN;

  public boolean allows(Access needed) {
    return compareTo(needed) >= 0;
  }

  /** The lower-case word of the REST interface and the wire. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Access> parse(String word) {
    for (Access access : values()) {
      if (access.word().equals(word)) {
        return Optional.of(access);
      }
    }
    return Optional.empty();
  }
}
