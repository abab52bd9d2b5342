package coedit.bench.load.wire;

/** Knows of the {@code text} type's operations only how they change the length. */
final class TextLength {

  private TextLength() {}

  static long change(JsonCursor json) {
    long change = 0;
    json.enter('[');
    while (json.more(']')) {
      int next = json.peek();
      if (next == '"') {
        json.text();
        change += json.codePoints();
      } else if (next == '{') {
        change -= deleted(json);
      } else {
        json.integer();
      }
    }
    return change;
  }

  private static long deleted(JsonCursor json) {
    long count = 0;
    json.enter('{');
    while (json.more('}')) {
      json.name();
      if (json.peek() == '"') {
        json.text();
        count = json.codePoints();
      } else {
        count = json.integer();
      }
    }
    return count;
  }
}
