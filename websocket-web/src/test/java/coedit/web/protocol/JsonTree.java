package coedit.web.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON as plain maps, lists, strings, numbers and booleans, to compare messages by meaning. */
public final class JsonTree {

  private JsonTree() {}

  public static Object parse(String json) {
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      parser.nextToken();
      Object value = value(parser);
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException("more than one value: " + json);
      }
      return value;
    } catch (IOException e) {
      throw new UncheckedIOException(json, e);
    }
  }

  /** The messages of a frame: one, or an array of them. */
  @SuppressWarnings("unchecked")
  public static List<Map<String, Object>> messages(String frame) {
    Object parsed = parse(frame);
    return parsed instanceof List<?> list
        ? (List<Map<String, Object>>) list
        : List.of((Map<String, Object>) parsed);
  }

  private static Object value(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      Map<String, Object> object = new LinkedHashMap<>();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        object.put(name, value(parser));
      }
      return object;
    }
    if (token == JsonToken.START_ARRAY) {
      List<Object> array = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        array.add(value(parser));
      }
      return array;
    }
    return switch (token) {
      case VALUE_STRING -> parser.getText();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> "null";
      default -> parser.getNumberValue().longValue();
    };
  }
}
