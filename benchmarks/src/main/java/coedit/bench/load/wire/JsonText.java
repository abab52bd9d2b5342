package coedit.bench.load.wire;

/** The escapes of JSON strings. */
public final class JsonText {

  private JsonText() {}

  /** Whether a \\uXXXX escape at this place is the second half of a surrogate pair. */
  static boolean isLowSurrogateEscape(byte[] bytes, int at) {
    if (bytes[at + 1] != 'u') {
      return false;
    }
    int second = bytes[at + 3] | 0x20;
    return (bytes[at + 2] | 0x20) == 'd' && second >= 'c' && second <= 'f';
  }

  /** What an escaped string means. */
  static String decode(String escaped) {
    if (escaped.indexOf('\\') < 0) {
      return escaped;
    }
    StringBuilder text = new StringBuilder(escaped.length());
    for (int i = 0; i < escaped.length(); i++) {
      char next = escaped.charAt(i);
      if (next != '\\') {
        text.append(next);
        continue;
      }
      char kind = escaped.charAt(++i);
      if (kind == 'u') {
        text.append((char) Integer.parseInt(escaped, i + 1, i + 5, 16));
        i += 4;
      } else {
        int known = "nrtbf".indexOf(kind);
        text.append(known < 0 ? kind : "\n\r\t\b\f".charAt(known));
      }
    }
    return text.toString();
  }

  /** A string as a JSON literal, quotes included. */
  public static String quote(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char next = text.charAt(i);
      if (next == '"' || next == '\\') {
        quoted.append('\\').append(next);
      } else if (next < ' ') {
        quoted.append(String.format("\\u%04x", (int) next));
      } else {
        quoted.append(next);
      }
    }
    return quoted.append('"').toString();
  }
}
