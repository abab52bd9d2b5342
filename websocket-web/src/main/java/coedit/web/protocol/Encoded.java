package coedit.web.protocol;

/**
 * A message as it goes on the wire, written once and shared by all sessions that get it.
 *
 * @param text JSON
 * @param bytes its length in UTF-8
 */
public record Encoded(String text, int bytes) {

  static Encoded of(String text) {
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // A surrogate is half of a pair that takes four bytes.
      bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return new Encoded(text, bytes);
  }
}
