package coedit.model;

import java.util.Optional;

/**
 * Names one editing client of one document, issued by the server and bound to the signed-in user.
 * Written in base 36 on the wire.
 *
 * @param value a positive 63-bit number
 */
public record ClientId(long value) {

  private static final int RADIX = 36;
  private static final int MAX_LENGTH = 13;

  public ClientId {
    if (value <= 0) {
      throw new IllegalArgumentException("a client id is positive, not " + value);
    }
  }

  /** Reads the wire form; anything else is no client id. */
  public static Optional<ClientId> parse(String text) {
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      long value = Long.parseLong(text, RADIX);
      boolean canonical = value > 0 && Long.toString(value, RADIX).equals(text);
      return canonical ? Optional.of(new ClientId(value)) : Optional.empty();
    } catch (NumberFormatException notAnId) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return Long.toString(value, RADIX);
  }
}
