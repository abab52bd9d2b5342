package coedit.plugin.text;

import coedit.model.ErrorCode;
import coedit.model.Payload;
import coedit.spi.CorruptPayloadException;
import coedit.spi.DocumentState;
import coedit.spi.RefusedException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * A text at one revision. Applying an operation costs O(parts · log length) and shares all
 * untouched text with the state before. Positions are code points.
 */
public final class TextState implements DocumentState {

  /** The longest text, in UTF-16 units: 4 Mi. An operation that would exceed it is refused. */
  public static final int MAX_UNITS = 4 * 1024 * 1024;

  static final TextState EMPTY = new TextState(Rope.EMPTY);

  private final Rope rope;

  private TextState(Rope rope) {
    this.rope = rope;
  }

  /** The state whose {@link #content()} is {@code content}. */
  static TextState open(Payload content) {
    try (JsonParser json = Json.parser(content)) {
      if (json.nextToken() != JsonToken.VALUE_STRING) {
        throw new CorruptPayloadException("a text snapshot is a JSON string");
      }
      String text = json.getText();
      if (json.nextToken() != null) {
        throw new CorruptPayloadException("something follows the text of the snapshot");
      }
      WellFormedText.codePoints(text);
      return new TextState(Rope.of(text));
    } catch (IOException | RefusedException unreadable) {
      throw new CorruptPayloadException("unreadable text snapshot", unreadable);
    }
  }

  @Override
  public DocumentState apply(Payload operation) {
    try {
      return apply(TextFormat.parse(operation));
    } catch (RefusedException unfit) {
      throw new CorruptPayloadException("operation does not fit: " + unfit.reason(), unfit);
    }
  }

  /**
   * This text with an operation applied.
   *
   * @throws RefusedException {@code INVALID_OPERATION} when it reaches past the end, {@code
   *     TOO_LARGE} when the text would be longer than {@link #MAX_UNITS}
   */
  TextState apply(TextOperation operation) {
    if (operation.baseLength() > length()) {
      throw new RefusedException(ErrorCode.INVALID_OPERATION, "reaches past the end of the text");
    }
    if (operation.growth() + length() > MAX_UNITS) {
      throw tooLarge();
    }
    Rope result = rope;
    int position = 0;
    for (int i = 0; i < operation.size(); i++) {
      int count = operation.count(i);
      switch (operation.kind(i)) {
        case SKIP -> position += count;
        case INSERT -> {
          result = result.replace(position, position, operation.text(i));
          position += count;
        }
        case DELETE -> result = result.replace(position, position + count, "");
      }
    }
    if (result.units() > MAX_UNITS) {
      throw tooLarge();
    }
    return result == rope ? this : new TextState(result);
  }

  static RefusedException tooLarge() {
    return new RefusedException(
        ErrorCode.TOO_LARGE, "the text would be longer than " + MAX_UNITS + " UTF-16 units");
  }

  /** Length in code points. */
  public int length() {
    return rope.codePoints();
  }

  /** The whole text. */
  public String text() {
    return text(0, length());
  }

  /** The text between two positions. */
  String text(int start, int end) {
    StringBuilder out = new StringBuilder(end - start);
    rope.read(start, end, out::append);
    return out.toString();
  }

  @Override
  public Payload content() {
    StringBuilder out = new StringBuilder(rope.units() + rope.units() / 16 + 2).append('"');
    rope.read(0, length(), chunk -> Json.escape(chunk, out));
    return Payload.ofUtf8(out.append('"').toString());
  }

  @Override
  public long estimatedBytes() {
    return rope.bytes() + 2L;
  }

  Rope rope() {
    return rope;
  }
}
