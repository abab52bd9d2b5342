package coedit.plugin.text;

import coedit.plugin.text.TextOperation.Kind;

/**
 * Reads an operation part by part, cutting parts where the other operation asks for it. After the
 * last part it is an endless skip, as every operation is. One thread, one use.
 */
final class PartCursor {

  private final TextOperation operation;
  private int part;

  /** How much of the current part is used up: code points, and UTF-16 units of an insert's text. */
  private int usedCount;

  private int usedUnits;

  PartCursor(TextOperation operation) {
    this.operation = operation;
  }

  boolean atEnd() {
    return part == operation.size();
  }

  Kind kind() {
    return atEnd() ? Kind.SKIP : operation.kind(part);
  }

  /** The code points left in the current part. */
  int remaining() {
    return atEnd() ? Integer.MAX_VALUE : operation.count(part) - usedCount;
  }

  /** Leaves out the next {@code count} code points of the current part. */
  void drop(int count) {
    if (atEnd()) {
      return;
    }
    if (count == remaining()) {
      part++;
      usedCount = 0;
      usedUnits = 0;
    } else {
      usedUnits = kind() == Kind.INSERT ? unitsAfter(count) : 0;
      usedCount += count;
    }
  }

  /** Copies the next {@code count} code points of the current part. */
  void copy(int count, TextOperation.Builder out) {
    switch (kind()) {
      case SKIP -> out.skip(count);
      case DELETE -> out.delete(count);
      case INSERT -> {
        int end = count == remaining() ? operation.text(part).length() : unitsAfter(count);
        out.insert(operation.text(part).substring(usedUnits, end), count);
      }
    }
    drop(count);
  }

  /** Copies what is left of the operation. */
  void copyRest(TextOperation.Builder out) {
    while (!atEnd()) {
      copy(remaining(), out);
    }
  }

  private int unitsAfter(int count) {
    return operation.text(part).offsetByCodePoints(usedUnits, count);
  }
}
