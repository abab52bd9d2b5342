package coedit.bench.load.wire;

import java.nio.charset.StandardCharsets;

/**
 * Reads JSON in place, forward only. It trusts its input to be JSON, since a server under test that
 * sends something else fails the run anyway; it never reads past the given end.
 */
public final class JsonCursor {

  private byte[] bytes = new byte[0];
  private int at;
  private int end;
  private int textFrom;
  private int textTo;

  public void reset(byte[] source, int from, int to) {
    bytes = source;
    at = from;
    end = to;
  }

  public int position() {
    return at;
  }

  public void seek(int position) {
    at = position;
  }

  /** The next byte that is not white space; it stays unread. */
  public int peek() {
    while (at < end) {
      byte next = bytes[at];
      if (next > ' ') {
        return next;
      }
      at++;
    }
    throw broken("the end");
  }

  /** Steps over the opening bracket of an object or array. */
  public void enter(char bracket) {
    if (peek() != bracket) {
      throw broken("no " + bracket);
    }
    at++;
  }

  /** Steps to the next member and tells whether there is one; steps out when there is none. */
  public boolean more(char closing) {
    int next = peek();
    if (next == ',') {
      at++;
      return true;
    }
    if (next == closing) {
      at++;
      return false;
    }
    return true;
  }

  /** Reads a member's name and steps to its value. */
  public void name() {
    text();
    if (peek() != ':') {
      throw broken("no colon");
    }
    at++;
  }

  /** Reads a string; {@link #is}, {@link #string} and {@link #codePoints} speak about it. */
  public void text() {
    if (peek() != '"') {
      throw broken("no string");
    }
    textFrom = ++at;
    while (bytes[at] != '"') {
      at += bytes[at] == '\\' ? 2 : 1;
      if (at >= end) {
        throw broken("an open string");
      }
    }
    textTo = at++;
  }

  /** Where the string last read begins, after its quote. */
  int textStart() {
    return textFrom;
  }

  /** Whether the string last read is this one; both must be free of escapes. */
  public boolean is(String expected) {
    if (textTo - textFrom != expected.length()) {
      return false;
    }
    for (int i = 0; i < expected.length(); i++) {
      if (bytes[textFrom + i] != expected.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** The string last read, decoded. */
  public String string() {
    return JsonText.decode(new String(bytes, textFrom, textTo - textFrom, StandardCharsets.UTF_8));
  }

  /** How many code points the string last read has. */
  public int codePoints() {
    int count = 0;
    for (int i = textFrom; i < textTo; i++) {
      byte next = bytes[i];
      if (next == '\\') {
        count += JsonText.isLowSurrogateEscape(bytes, i) ? 0 : 1;
        i += bytes[i + 1] == 'u' ? 5 : 1;
      } else if ((next & 0xc0) != 0x80) {
        count++;
      }
    }
    return count;
  }

  /** Reads an integer. */
  public long integer() {
    boolean negative = peek() == '-';
    if (negative) {
      at++;
    }
    long value = 0;
    for (; at < end && bytes[at] >= '0' && bytes[at] <= '9'; at++) {
      value = value * 10 + (bytes[at] - '0');
    }
    return negative ? -value : value;
  }

  /** Steps over one value of any kind. */
  public void skip() {
    switch (peek()) {
      case '"' -> text();
      case '{', '[' -> skipNested();
      default -> {
        while (at < end && bytes[at] != ',' && bytes[at] != '}' && bytes[at] != ']') {
          at++;
        }
      }
    }
  }

  private void skipNested() {
    int depth = 0;
    do {
      switch (peek()) {
        case '"' -> {
          text();
          continue;
        }
        case '{', '[' -> depth++;
        case '}', ']' -> depth--;
        default -> {}
      }
      at++;
    } while (depth > 0);
  }

  private IllegalStateException broken(String what) {
    return new IllegalStateException("the server sent " + what + " at byte " + at);
  }
}
