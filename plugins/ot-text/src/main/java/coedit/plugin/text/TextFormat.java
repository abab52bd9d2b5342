package coedit.plugin.text;

import coedit.model.ErrorCode;
import coedit.model.Payload;
import coedit.spi.RefusedException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * The wire form of an operation: a JSON array of numbers (skip), strings (insert) and {@code
 * {"d":n}} or {@code {"d":"text"}} (delete). What is read is strict in shape and lenient in form:
 * parts that are not in normal form are joined. What is written is in normal form, and deletes are
 * written as counts.
 */
final class TextFormat {

  /** More parts than this refuse an operation. */
  static final int MAX_PARTS = 10_000;

  private TextFormat() {}

  /**
   * Reads an operation.
   *
   * @throws RefusedException {@code INVALID_OPERATION} when it is malformed, {@code INVALID_TEXT}
   *     for a lone surrogate or U+0000, {@code TOO_LARGE} for too many parts
   */
  static TextOperation parse(Payload payload) {
    try (JsonParser json = Json.parser(payload)) {
      if (json.nextToken() != JsonToken.START_ARRAY) {
        throw malformed("an operation is an array");
      }
      TextOperation.Builder builder = new TextOperation.Builder();
      long walked = 0;
      int parts = 0;
      for (JsonToken token = json.nextToken();
          token != JsonToken.END_ARRAY;
          token = json.nextToken()) {
        if (++parts > MAX_PARTS) {
          throw new RefusedException(ErrorCode.TOO_LARGE, "more than " + MAX_PARTS + " parts");
        }
        walked += readPart(json, token, builder);
        if (walked > Integer.MAX_VALUE) {
          throw malformed("reaches past the end of any text");
        }
      }
      if (json.nextToken() != null) {
        throw malformed("something follows the operation");
      }
      return builder.build();
    } catch (IOException notJson) {
      throw malformed("not an operation in JSON");
    }
  }

  /** Reads one part; returns how many code points of the base it walks over. */
  private static int readPart(JsonParser json, JsonToken token, TextOperation.Builder builder)
      throws IOException {
    switch (token) {
      case VALUE_NUMBER_INT -> {
        int count = positive(json.getIntValue());
        builder.skip(count);
        return count;
      }
      case VALUE_STRING -> {
        String text = json.getText();
        builder.insert(text, positive(WellFormedText.codePoints(text)));
        return 0;
      }
      case START_OBJECT -> {
        int count = readDelete(json);
        builder.delete(count);
        return count;
      }
      default -> throw malformed("a part is a number, a string or a delete");
    }
  }

  private static int readDelete(JsonParser json) throws IOException {
    if (json.nextToken() != JsonToken.FIELD_NAME || !json.currentName().equals("d")) {
      throw malformed("a delete is {\"d\": count} or {\"d\": text}");
    }
    int count =
        switch (json.nextToken()) {
          case VALUE_NUMBER_INT -> json.getIntValue();
          case VALUE_STRING -> WellFormedText.codePoints(json.getText());
          default -> throw malformed("a delete has a count or a text");
        };
    if (json.nextToken() != JsonToken.END_OBJECT) {
      throw malformed("a delete has nothing beside its count");
    }
    return positive(count);
  }

  private static int positive(int count) {
    if (count < 1) {
      throw malformed("a part is empty or negative");
    }
    return count;
  }

  private static RefusedException malformed(String reason) {
    return new RefusedException(ErrorCode.INVALID_OPERATION, reason);
  }

  static String encode(TextOperation operation) {
    StringBuilder out = new StringBuilder().append('[');
    for (int i = 0; i < operation.size(); i++) {
      if (i > 0) {
        out.append(',');
      }
      switch (operation.kind(i)) {
        case SKIP -> out.append(operation.count(i));
        case INSERT -> Json.quote(operation.text(i), out);
        case DELETE -> out.append("{\"d\":").append(operation.count(i)).append('}');
      }
    }
    return out.append(']').toString();
  }
}
