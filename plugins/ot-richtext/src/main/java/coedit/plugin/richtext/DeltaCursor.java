package coedit.plugin.richtext;

import coedit.plugin.richtext.DeltaOperation.Kind;

/**
 * Walks an operation and cuts its steps where the other operation needs it. After its end an
 * operation retains for ever. Used by one thread, once.
 */
final class DeltaCursor {

  private final DeltaOperation operation;
  private int step;
  private int offset;

  DeltaCursor(DeltaOperation operation) {
    this.operation = operation;
  }

  boolean hasNext() {
    return step < operation.size();
  }

  Kind kind() {
    return hasNext() ? operation.kind(step) : Kind.RETAIN;
  }

  /** How much of the current step is left. */
  int remaining() {
    return hasNext() ? operation.length(step) - offset : Integer.MAX_VALUE;
  }

  Attributes attributes() {
    return hasNext() ? operation.attributes(step) : Attributes.NONE;
  }

  /** The next {@code length} units of the current insert. */
  Object content(int length) {
    Object content = operation.content(step);
    if (content instanceof String text) {
      return offset == 0 && length == text.length()
          ? text
          : text.substring(offset, offset + length);
    }
    if (content == null) {
      throw new IllegalStateException("only an insert has content");
    }
    return content;
  }

  /** Leaves {@code length} units behind, at most what remains of the current step. */
  void skip(int length) {
    if (!hasNext()) {
      return;
    }
    offset += length;
    if (offset == operation.length(step)) {
      step++;
      offset = 0;
    }
  }

  /** Moves what remains of the current step to {@code out}, which keeps the normal form. */
  void moveTo(DeltaBuilder out) {
    int length = remaining();
    switch (kind()) {
      case INSERT -> out.insert(content(length), attributes());
      case RETAIN -> out.retain(length, attributes());
      case DELETE -> out.delete(length);
    }
    skip(length);
  }

  /** Copies the current step, untouched so far, to {@code out} as it is. */
  void copyTo(DeltaBuilder out) {
    out.copy(kind(), operation.length(step), operation.content(step), attributes());
    step++;
  }
}
