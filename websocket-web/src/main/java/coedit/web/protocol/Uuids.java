package coedit.web.protocol;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads UUIDs in their one canonical form, so that what is echoed is what was sent. */
final class Uuids {

  private Uuids() {}

  static @Nullable UUID parse(@Nullable String text) {
    if (text == null || text.length() != 36) {
      return null;
    }
    try {
      UUID uuid = UUID.fromString(text);
      return uuid.toString().equals(text) ? uuid : null;
    } catch (IllegalArgumentException notOne) {
      return null;
    }
  }
}
