package coedit.plugin.yjs.encoding;

/**
 * Checks that bytes are one JSON text, without building it. Yjs clients parse such texts while they
 * apply an update and fail when it is none, for ever after: so the server must not let it in.
 */
public final class JsonSyntax {

  private final byte[] bytes;
  private final int end;
  private int at;

  private JsonSyntax(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  /**
   * Checks {@code bytes[from..end)}, known to be UTF-8.
   *
   * @throws MalformedUpdateException when it is no JSON text or nests too deep
   */
  public static void check(byte[] bytes, int from, int end) {
    if (isWord(bytes, from, end)) {
      return;
    }
    JsonSyntax json = new JsonSyntax(bytes, from, end);
    json.value(AnyValue.MAX_DEPTH);
    json.space();
    if (json.at != end) {
      throw json.malformed();
    }
  }

  /** The usual values of formatting marks, by their length and first letter. */
  private static boolean isWord(byte[] bytes, int from, int end) {
    return end - from == 4 && (matches(bytes, from, "true") || matches(bytes, from, "null"));
  }

  private static boolean matches(byte[] bytes, int from, String word) {
    for (int i = 0; i < word.length(); i++) {
      if (bytes[from + i] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private void value(int depth) {
    space();
    switch (peek()) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> string();
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      default -> number();
    }
  }

  private void object(int depth) {
    at++;
    space();
    if (peek() == '}') {
      at++;
      return;
    }
    do {
      space();
      string();
      space();
      expect(':');
      value(deeper(depth));
      space();
    } while (another('}'));
  }

  private void array(int depth) {
    at++;
    space();
    if (peek() == ']') {
      at++;
      return;
    }
    do {
      value(deeper(depth));
      space();
    } while (another(']'));
  }

  /** Passes a comma or the closing bracket. */
  private boolean another(char close) {
    int next = peek();
    at++;
    if (next != ',' && next != close) {
      throw malformed();
    }
    return next == ',';
  }

  private void string() {
    expect('"');
    while (peek() != '"') {
      int next = bytes[at++];
      if (next >= 0 && next < ' ') {
        throw malformed();
      }
      if (next == '\\') {
        escape();
      }
    }
    at++;
  }

  private void escape() {
    int escaped = peek();
    at++;
    if (escaped == 'u') {
      for (int i = 0; i < 4; i++) {
        if (Character.digit(peek(), 16) < 0) {
          throw malformed();
        }
        at++;
      }
    } else if ("\"\\/bfnrt".indexOf(escaped) < 0) {
      throw malformed();
    }
  }

  private void number() {
    if (peek() == '-') {
      at++;
    }
    if (peek() == '0') {
      at++;
    } else {
      digits();
    }
    if (at < end && bytes[at] == '.') {
      at++;
      digits();
    }
    if (at < end && (bytes[at] == 'e' || bytes[at] == 'E')) {
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      digits();
    }
  }

  private void digits() {
    int from = at;
    while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    if (at == from) {
      throw malformed();
    }
  }

  private void word(String word) {
    if (end - at < word.length() || !matches(bytes, at, word)) {
      throw malformed();
    }
    at += word.length();
  }

  private void space() {
    while (at < end && bytes[at] >= 0 && " \t\n\r".indexOf(bytes[at]) >= 0) {
      at++;
    }
  }

  private void expect(char wanted) {
    if (peek() != wanted) {
      throw malformed();
    }
    at++;
  }

  private int peek() {
    if (at >= end) {
      throw malformed();
    }
    return bytes[at];
  }

  private int deeper(int depth) {
    if (depth == 0) {
      throw new MalformedUpdateException(at, "JSON nested deeper than " + AnyValue.MAX_DEPTH);
    }
    return depth - 1;
  }

  private MalformedUpdateException malformed() {
    return new MalformedUpdateException(at, "not JSON");
  }
}
