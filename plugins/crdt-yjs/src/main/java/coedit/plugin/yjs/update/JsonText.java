package coedit.plugin.yjs.update;

import coedit.plugin.yjs.encoding.AnyValue;
import coedit.plugin.yjs.encoding.ByteReader;
import java.util.Map;

/** A value as the JSON text that JavaScript would write for it. */
final class JsonText {

  private final StringBuilder out = new StringBuilder();
  private final ByteReader source;

  private JsonText(ByteReader source) {
    this.source = source;
  }

  /**
   * @param source where the value was read, for the message when it has no JSON form
   */
  static String of(AnyValue value, ByteReader source) {
    JsonText text = new JsonText(source);
    text.write(value);
    return text.out.toString();
  }

  private void write(AnyValue value) {
    if (value instanceof AnyValue.Constant constant) {
      out.append(
          switch (constant) {
            case TRUE -> "true";
            case FALSE -> "false";
            case NULL, UNDEFINED -> "null";
          });
    } else if (value instanceof AnyValue.Numeric number) {
      write(number.value());
    } else if (value instanceof AnyValue.Text text) {
      write(text.value());
    } else if (value instanceof AnyValue.Elements array) {
      String separator = "[";
      for (AnyValue element : array.values()) {
        out.append(separator);
        write(element);
        separator = ",";
      }
      out.append(array.values().isEmpty() ? "[]" : "]");
    } else if (value instanceof AnyValue.Entries object) {
      write(object);
    } else {
      throw source.malformed("a value that has no JSON form");
    }
  }

  /** Entries that are undefined are left out. */
  private void write(AnyValue.Entries object) {
    out.append('{');
    int start = out.length();
    for (Map.Entry<String, AnyValue> entry : object.values().entrySet()) {
      if (entry.getValue() != AnyValue.Constant.UNDEFINED) {
        out.append(out.length() == start ? "" : ",");
        write(entry.getKey());
        out.append(':');
        write(entry.getValue());
      }
    }
    out.append('}');
  }

  private void write(double number) {
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      out.append("null");
    } else if (number == Math.rint(number) && Math.abs(number) <= ByteReader.MAX_SAFE_INTEGER) {
      out.append((long) number);
    } else {
      out.append(number);
    }
  }

  private void write(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (unit == '"' || unit == '\\') {
        out.append('\\').append(unit);
      } else if (unit < ' ') {
        out.append(String.format("\\u%04x", (int) unit));
      } else {
        out.append(unit);
      }
    }
    out.append('"');
  }
}
