package coedit.system;

import com.fasterxml.jackson.databind.JsonNode;

/** A text and the revision it has reached; takes operations in order, counted in code points. */
final class TextReplica {

  private long revision;
  private String text;

  TextReplica(long revision, String text) {
    this.revision = revision;
    this.text = text;
  }

  long revision() {
    return revision;
  }

  String text() {
    return text;
  }

  /** Applies the next operation; a gap or a repeat is the server's fault (INV-7). */
  void take(long next, JsonNode operation) {
    if (next != revision + 1) {
      throw new IllegalStateException("revision " + next + " came after " + revision);
    }
    text = apply(text, operation);
    revision = next;
  }

  static String apply(String text, JsonNode operation) {
    StringBuilder result = new StringBuilder(text.length() + 16);
    int at = 0;
    for (JsonNode part : operation) {
      if (part.isTextual()) {
        result.append(part.asText());
      } else if (part.isObject()) {
        at = text.offsetByCodePoints(at, part.get("d").asInt());
      } else {
        int next = text.offsetByCodePoints(at, part.asInt());
        result.append(text, at, next);
        at = next;
      }
    }
    return result.append(text, at, text.length()).toString();
  }
}
