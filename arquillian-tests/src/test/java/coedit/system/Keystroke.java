package coedit.system;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One character more or one less: small enough to be transformed by what is plain to see, so that
 * the server's transformation is compared with another one than its own.
 *
 * @param place in code points
 * @param inserted one code point; empty when the one at {@code place} is deleted
 */
record Keystroke(int place, String inserted) {

  Keystroke {
    if (place < 0 || inserted.codePointCount(0, inserted.length()) > 1) {
      throw new IllegalArgumentException("no keystroke: " + inserted + " at " + place);
    }
  }

  static Keystroke of(Trace.Edit edit) {
    if (edit.deleted() != (edit.inserted().isEmpty() ? 1 : 0)) {
      throw new IllegalArgumentException("no keystroke: " + edit);
    }
    return new Keystroke(edit.place(), edit.inserted());
  }

  /** Reads an operation of the type {@code text}. */
  static Keystroke of(JsonNode operation) {
    int place = operation.get(0).isInt() ? operation.get(0).asInt() : 0;
    JsonNode change = operation.get(operation.size() - 1);
    Keystroke keystroke = new Keystroke(place, change.isTextual() ? change.asText() : "");
    if (!Api.json(keystroke.operation()).equals(operation)) {
      throw new IllegalArgumentException("no keystroke: " + operation);
    }
    return keystroke;
  }

  String operation() {
    return new Trace.Edit(0, 0, place, isDeletion() ? 1 : 0, inserted).operation();
  }

  boolean isDeletion() {
    return inserted.isEmpty();
  }

  /**
   * The same change of a text that another keystroke, made at the same time, has changed already.
   *
   * @param left whether this one's character stands first when both insert at one place
   */
  Keystroke after(Keystroke other, boolean left) {
    if (other.isDeletion()) {
      if (isDeletion() && place == other.place) {
        throw new IllegalArgumentException("both delete one character: nothing is left to do");
      }
      return place > other.place ? new Keystroke(place - 1, inserted) : this;
    }
    boolean moves = place > other.place || (place == other.place && (isDeletion() || !left));
    return moves ? new Keystroke(place + 1, inserted) : this;
  }

  void change(StringBuilder text) {
    int at = text.offsetByCodePoints(0, place);
    text.replace(at, isDeletion() ? text.offsetByCodePoints(at, 1) : at, inserted);
  }
}
