package coedit.plugin.richtext;

import coedit.model.ErrorCode;
import coedit.model.Payload;
import coedit.plugin.richtext.DeltaOperation.Kind;
import coedit.spi.RefusedException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a delta from JSON: its shape only, with any attributes. Steps keep the order they came in.
 *
 * <p>Bytes are decoded strictly before the parser sees them. A parser that forgives malformed UTF-8
 * would show the server another text than the clients, who get the original bytes.
 */
final class DeltaReader {

  static final int MAX_DEPTH = 32;
  private static final int MAX_STRING = 16 << 20;
  private static final int MAX_NAME = 256;
  private static final int MAX_NUMBER = 32;
  private static final double MAX_EXACT = 1L << 53;

  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(MAX_STRING)
                  .maxNameLength(MAX_NAME)
                  .maxNumberLength(MAX_NUMBER)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private DeltaReader() {}

  /**
   * The operation that {@code payload} holds.
   *
   * @throws RefusedException when it is not a delta
   */
  static DeltaOperation read(Payload payload) {
    return parse(payload, json -> operation(json, json.nextToken()));
  }

  /**
   * The delta of a whole document, bare or as {@code {"ops": [...]}}.
   *
   * @throws RefusedException when it is not a delta, or does something else than insert
   */
  static DeltaOperation readDocument(Payload payload) {
    DeltaOperation document = parse(payload, DeltaReader::document);
    if (document.baseLength() > 0) {
      throw refuse("a document has nothing to retain or delete");
    }
    return document;
  }

  /** Reads one thing out of JSON. */
  private interface Form {
    DeltaOperation read(JsonParser json) throws IOException;
  }

  private static DeltaOperation parse(Payload payload, Form form) {
    try {
      CharBuffer text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload.unsafeBytes()));
      try (JsonParser json =
          FACTORY.createParser(text.array(), text.arrayOffset(), text.remaining())) {
        DeltaOperation operation = form.read(json);
        if (json.nextToken() != null) {
          throw refuse("something follows the delta");
        }
        return operation;
      }
    } catch (IOException notJson) {
      throw refuse("not a JSON array in UTF-8 within the limits");
    }
  }

  private static DeltaOperation document(JsonParser json) throws IOException {
    JsonToken start = json.nextToken();
    if (start != JsonToken.START_OBJECT) {
      return operation(json, start);
    }
    if (json.nextToken() != JsonToken.FIELD_NAME || !json.currentName().equals("ops")) {
      throw refuse("a delta has \"ops\" and nothing else");
    }
    DeltaOperation operation = operation(json, json.nextToken());
    if (json.nextToken() != JsonToken.END_OBJECT) {
      throw refuse("a delta has \"ops\" and nothing else");
    }
    return operation;
  }

  private static DeltaOperation operation(JsonParser json, @Nullable JsonToken start)
      throws IOException {
    if (start != JsonToken.START_ARRAY) {
      throw refuse("a delta is an array");
    }
    DeltaBuilder out = new DeltaBuilder();
    long baseLength = 0;
    while (json.nextToken() == JsonToken.START_OBJECT) {
      baseLength += step(json, out);
    }
    if (json.currentToken() != JsonToken.END_ARRAY) {
      throw refuse("each step of a delta is an object");
    }
    if (baseLength > Integer.MAX_VALUE) {
      throw refuse("walks further than any document is long");
    }
    return out.build();
  }

  /** Reads one step; answers how far it walks along the base. */
  private static int step(JsonParser json, DeltaBuilder out) throws IOException {
    Kind kind = null;
    int length = 0;
    Object content = null;
    Attributes attributes = null;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      if (name.equals("attributes")) {
        attributes = attributes(json);
        continue;
      }
      if (kind != null) {
        throw refuse("a step does one thing, not also " + name);
      }
      kind = kind(name);
      content = kind == Kind.INSERT ? content(json) : null;
      length = content == null ? length(json, name) : DeltaBuilder.lengthOf(content);
    }
    if (kind == null) {
      throw refuse("a step without insert, retain or delete");
    }
    if (attributes != null && kind == Kind.DELETE) {
      throw refuse("attributes on a delete");
    }
    if (attributes != null && kind == Kind.INSERT && attributes.hasNull()) {
      throw refuse("an insert has nothing to remove: attribute null");
    }
    out.copy(kind, length, content, attributes == null ? Attributes.NONE : attributes);
    return kind == Kind.INSERT ? 0 : length;
  }

  private static Kind kind(String name) {
    return switch (name) {
      case "insert" -> Kind.INSERT;
      case "retain" -> Kind.RETAIN;
      case "delete" -> Kind.DELETE;
      default -> throw refuse("unknown field " + name);
    };
  }

  private static int length(JsonParser json, String name) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
      long length = json.getLongValue();
      if (length >= 1 && length <= Integer.MAX_VALUE) {
        return (int) length;
      }
    }
    throw refuse(name + " takes a whole number from 1 to " + Integer.MAX_VALUE);
  }

  private static Object content(JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      String text = json.getText();
      if (text.isEmpty()) {
        throw refuse("an insert of nothing");
      }
      return text;
    }
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw refuse("insert takes a string or an object");
    }
    Map<String, @Nullable Object> fields = object(json);
    if (fields.isEmpty()) {
      throw refuse("an embed without a type");
    }
    return new Embed(fields);
  }

  private static Attributes attributes(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw refuse("attributes are an object");
    }
    return Attributes.of(object(json));
  }

  private static Map<String, @Nullable Object> object(JsonParser json) throws IOException {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      fields.put(name, value(json));
    }
    return fields;
  }

  private static @Nullable Object value(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case START_OBJECT -> object(json);
      case START_ARRAY -> array(json);
      case VALUE_STRING -> json.getText();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(json);
      default -> throw refuse("not JSON");
    };
  }

  private static List<@Nullable Object> array(JsonParser json) throws IOException {
    List<@Nullable Object> items = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(json));
    }
    return items;
  }

  /** 1 and 1.0 are one number to the clients. */
  private static Object number(JsonParser json) throws IOException {
    double number = json.getDoubleValue();
    if (!Double.isFinite(number)) {
      throw refuse("a number that is too large");
    }
    if (number == Math.rint(number) && Math.abs(number) < MAX_EXACT) {
      return (long) number;
    }
    return number;
  }

  private static RefusedException refuse(String reason) {
    return new RefusedException(ErrorCode.INVALID_OPERATION, reason);
  }
}
