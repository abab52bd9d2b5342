package coedit.web.rest;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A JSON object as it came, bounded before it is read and checked as it is asked. */
record JsonBody(JsonObject object) {

  private static final int MOST_BYTES = 64 * 1024;

  /**
   * @throws BadRequest when it is too large, comes too slowly, is no JSON, or no object
   */
  static JsonBody read(InputStream body) throws IOException {
    byte[] bytes = bytes(body);
    try (JsonReader reader = Json.createReader(new StringReader(utf8(bytes)))) {
      return new JsonBody(reader.readObject());
    } catch (CharacterCodingException | RuntimeException malformed) {
      // Of JSON that is nested too deeply the parser says no more than that it is a
      // RuntimeException.
      throw new BadRequest("the body is not a JSON object");
    }
  }

  /**
   * What came, not looked at yet.
   *
   * @throws BadRequest when it is too large, or comes too slowly
   */
  static byte[] bytes(InputStream body) throws IOException {
    return RequestBody.read(body, MOST_BYTES, "a request body has at most 64 KiB");
  }

  private static String utf8(byte[] bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  /** A text that must be there. */
  String text(String name, int longest) {
    return optionalText(name, longest)
        .orElseThrow(() -> new BadRequest("\"" + name + "\" is missing"));
  }

  /** A text that may be left out or null. */
  Optional<String> optionalText(String name, int longest) {
    JsonValue value = object.get(name);
    if (value == null || value == JsonValue.NULL) {
      return Optional.empty();
    }
    if (!(value instanceof JsonString text)) {
      throw new BadRequest("\"" + name + "\" is not a text");
    }
    return checked(name, text.getString(), longest);
  }

  /** A text that may be missing, wherever in the request it was. */
  static Optional<String> checked(String name, @Nullable String text, int longest) {
    if (text != null && !isWellFormed(text)) {
      throw new BadRequest("\"" + name + "\" is not a text");
    }
    if (text != null && text.length() > longest) {
      throw new BadRequest("\"" + name + "\" is longer than " + longest);
    }
    return Optional.ofNullable(text);
  }

  /** True or false, which must be there. */
  boolean flag(String name) {
    JsonValue value = object.get(name);
    if (value != JsonValue.TRUE && value != JsonValue.FALSE) {
      throw new BadRequest("\"" + name + "\" is not true or false");
    }
    return value == JsonValue.TRUE;
  }

  /** A list of objects that must be there. */
  List<JsonBody> objects(String name, int most) {
    if (!(object.get(name) instanceof JsonArray array)) {
      throw new BadRequest("\"" + name + "\" is not a list");
    }
    if (array.size() > most) {
      throw new BadRequest("\"" + name + "\" has more than " + most + " entries");
    }
    List<JsonBody> entries = new ArrayList<>(array.size());
    for (JsonValue entry : array) {
      if (!(entry instanceof JsonObject element)) {
        throw new BadRequest("\"" + name + "\" has an entry that is no object");
      }
      entries.add(new JsonBody(element));
    }
    return entries;
  }

  /** No lone surrogate and no U+0000: databases and peers choke on them. */
  private static boolean isWellFormed(String text) {
    return text.indexOf('\0') < 0
        && text.codePoints()
            .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }
}
