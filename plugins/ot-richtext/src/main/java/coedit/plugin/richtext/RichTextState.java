package coedit.plugin.richtext;

import coedit.model.ErrorCode;
import coedit.model.Payload;
import coedit.plugin.richtext.DeltaOperation.Kind;
import coedit.spi.CorruptPayloadException;
import coedit.spi.DocumentState;
import coedit.spi.RefusedException;

/**
 * A rich text at one revision: what the runs hold, within the limits of a document. Immutable.
 * Applying a keystroke costs the logarithm of the document's length.
 */
public final class RichTextState implements DocumentState {

  /** Text units (UTF-16) that a document may have: 4 Mi. */
  static final int MAX_LENGTH = 4 << 20;

  /**
   * Bytes that a document may have as a delta, which attributes can make far more than its text.
   */
  static final long MAX_BYTES = 16L << 20;

  static final String PAST_THE_END = "reaches past the end of the document";

  static final RichTextState EMPTY = new RichTextState(Run.NOTHING);

  private final RunTree runs;

  private RichTextState(RunTree runs) {
    this.runs = runs;
  }

  /** The state that a snapshot's content holds. */
  static RichTextState open(Payload content) {
    try {
      DeltaOperation document = DeltaReader.read(content);
      if (document.baseLength() > 0) {
        throw new CorruptPayloadException("a document has nothing to retain or delete");
      }
      return new RichTextState(RunTree.ofDocument(document));
    } catch (RefusedException refused) {
      throw new CorruptPayloadException(refused.reason(), refused);
    }
  }

  /** In UTF-16 code units; an embed counts 1. */
  int length() {
    return runs.length();
  }

  RunTree runs() {
    return runs;
  }

  /**
   * Applies an operation that a client sent, or its rebased form.
   *
   * @throws RefusedException when it reaches past the end, cuts a surrogate pair, or makes the
   *     document too large
   */
  RichTextState apply(DeltaOperation operation) {
    if (operation.baseLength() > runs.length()) {
      throw new RefusedException(ErrorCode.INVALID_OPERATION, PAST_THE_END);
    }
    requireWholePairs(operation);
    if (runs.length() + operation.growth() > MAX_LENGTH) {
      throw new RefusedException(ErrorCode.TOO_LARGE, "more than " + MAX_LENGTH + " text units");
    }
    RunTree next = runs.apply(operation);
    if (next.bytes() > MAX_BYTES && next.bytes() > runs.bytes()) {
      throw new RefusedException(ErrorCode.TOO_LARGE, "more than " + MAX_BYTES + " bytes");
    }
    return new RichTextState(next);
  }

  private void requireWholePairs(DeltaOperation operation) {
    int position = 0;
    for (int i = 0; i < operation.size(); i++) {
      if (operation.kind(i) != Kind.INSERT) {
        position += operation.length(i);
      }
      if (cutsPair(position)) {
        throw new RefusedException(
            ErrorCode.INVALID_TEXT, "position " + position + " is inside a surrogate pair");
      }
    }
  }

  private boolean cutsPair(int position) {
    return position > 0
        && position < runs.length()
        && Character.isLowSurrogate(runs.charAt(position))
        && Character.isHighSurrogate(runs.charAt(position - 1));
  }

  /** Reads the shape only: the schema was kept when the operation was accepted, as it then was. */
  @Override
  public RichTextState apply(Payload operation) {
    try {
      return apply(DeltaReader.read(operation));
    } catch (RefusedException refused) {
      throw new CorruptPayloadException(refused.reason(), refused);
    }
  }

  @Override
  public Payload content() {
    return DeltaWriter.payload(document());
  }

  /**
   * The content as one canonical operation: neighbours joined, attributes in the order of names.
   */
  DeltaOperation document() {
    DeltaBuilder out = new DeltaBuilder();
    runs.forEach(run -> out.insert(run.content(), run.attributes().sorted()));
    return out.build();
  }

  @Override
  public long estimatedBytes() {
    return runs.bytes();
  }
}
