package coedit.plugin.text;

import coedit.model.Payload;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reading and writing of the little JSON this type needs. Written by hand on the way out, because
 * the canonical form must not change with a library's version; it is what {@code JSON.stringify}
 * gives.
 */
final class Json {

  /** Tighter than any valid input needs, and no table of field names that a client could fill. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(4)
                  .maxNumberLength(16)
                  .maxNameLength(16)
                  .maxStringLength(TextState.MAX_UNITS)
                  .build())
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private static final String HEX = "0123456789abcdef";

  private Json() {}

  /**
   * A parser over strict UTF-8. Decoded here, because the library would guess UTF-16 and UTF-32
   * from the first bytes and is lenient about malformed sequences.
   */
  static JsonParser parser(Payload payload) throws IOException {
    String text = payload.utf8();
    // Malformed bytes decode to U+FFFD; the well-formed U+FFFD encodes back to what it was.
    if (text.indexOf('\uFFFD') >= 0
        && !Arrays.equals(text.getBytes(StandardCharsets.UTF_8), payload.unsafeBytes())) {
      throw new JsonParseException(null, "malformed UTF-8");
    }
    return FACTORY.createParser(text);
  }

  /** Appends {@code text} as a JSON string literal. */
  static void quote(String text, StringBuilder out) {
    out.append('"');
    escape(text, out);
    out.append('"');
  }

  /** Appends {@code text} as it stands inside a JSON string literal. */
  static void escape(String text, StringBuilder out) {
    int copied = 0;
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char unit = text.charAt(i);
      if (unit >= ' ' && unit != '"' && unit != '\\') {
        continue;
      }
      out.append(text, copied, i).append('\\');
      switch (unit) {
        case '"', '\\' -> out.append(unit);
        case '\n' -> out.append('n');
        case '\t' -> out.append('t');
        case '\r' -> out.append('r');
        case '\b' -> out.append('b');
        case '\f' -> out.append('f');
        default -> out.append("u00").append(HEX.charAt(unit >> 4)).append(HEX.charAt(unit & 15));
      }
      copied = i + 1;
    }
    out.append(text, copied, length);
  }
}
