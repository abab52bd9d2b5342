package coedit.plugin.yjs.read;

import coedit.plugin.yjs.encoding.AnyValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a JSON text that was checked when it came in, into the values that Yjs has anyway. One that
 * is none after all reads as null: a document must stay readable.
 */
public final class JsonReader {

  private final String json;
  private int at;

  private JsonReader(String json) {
    this.json = json;
  }

  /** The value of a JSON text. */
  public static AnyValue read(String json) {
    try {
      return new JsonReader(json).value(AnyValue.MAX_DEPTH);
    } catch (StringIndexOutOfBoundsException | NumberFormatException notJson) {
      return AnyValue.Constant.NULL;
    }
  }

  private AnyValue value(int depth) {
    if (depth < 0) {
      throw new NumberFormatException("nested too deep");
    }
    switch (next()) {
      case '{' -> {
        return object(depth);
      }
      case '[' -> {
        return array(depth);
      }
      case '"' -> {
        return new AnyValue.Text(string());
      }
      case 't' -> {
        return word("true", AnyValue.Constant.TRUE);
      }
      case 'f' -> {
        return word("false", AnyValue.Constant.FALSE);
      }
      case 'n' -> {
        return word("null", AnyValue.Constant.NULL);
      }
      default -> {
        return number();
      }
    }
  }

  /** The next character that is no space, which stays unread. */
  private char next() {
    while (" \t\n\r".indexOf(json.charAt(at)) >= 0) {
      at++;
    }
    return json.charAt(at);
  }

  private AnyValue object(int depth) {
    Map<String, AnyValue> entries = new LinkedHashMap<>();
    at++;
    while (next() != '}') {
      at += next() == ',' ? 1 : 0;
      next();
      String key = string();
      next();
      at++;
      entries.put(key, value(depth - 1));
    }
    at++;
    return new AnyValue.Entries(entries);
  }

  private AnyValue array(int depth) {
    List<AnyValue> values = new ArrayList<>();
    at++;
    while (next() != ']') {
      at += next() == ',' ? 1 : 0;
      values.add(value(depth - 1));
    }
    at++;
    return new AnyValue.Elements(values);
  }

  private String string() {
    StringBuilder text = new StringBuilder();
    at++;
    for (char unit = json.charAt(at); unit != '"'; unit = json.charAt(at)) {
      at++;
      text.append(unit == '\\' ? escaped() : unit);
    }
    at++;
    return text.toString();
  }

  private char escaped() {
    char unit = json.charAt(at++);
    switch (unit) {
      case 'b' -> {
        return '\b';
      }
      case 'f' -> {
        return '\f';
      }
      case 'n' -> {
        return '\n';
      }
      case 'r' -> {
        return '\r';
      }
      case 't' -> {
        return '\t';
      }
      case 'u' -> {
        at += 4;
        return (char) Integer.parseInt(json.substring(at - 4, at), 16);
      }
      default -> {
        return unit;
      }
    }
  }

  private AnyValue word(String word, AnyValue value) {
    at += word.length();
    return value;
  }

  private AnyValue number() {
    int start = at;
    while (at < json.length() && "+-.eE0123456789".indexOf(json.charAt(at)) >= 0) {
      at++;
    }
    return new AnyValue.Numeric(Double.parseDouble(json.substring(start, at)));
  }
}
