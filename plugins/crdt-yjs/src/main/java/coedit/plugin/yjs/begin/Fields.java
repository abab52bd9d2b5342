package coedit.plugin.yjs.begin;

import coedit.plugin.yjs.encoding.AnyValue;
import coedit.plugin.yjs.read.JsonWriter;

/** What is asked of JSON objects again and again. */
final class Fields {

  private Fields() {}

  /** A field's value, null when there is none. */
  static AnyValue of(AnyValue.Entries object, String key) {
    return object.values().getOrDefault(key, AnyValue.Constant.NULL);
  }

  /** A field that is text, else empty. */
  static String text(AnyValue.Entries object, String key) {
    return of(object, key) instanceof AnyValue.Text text ? text.value() : "";
  }

  static AnyValue.Entries object(AnyValue value, String what) {
    if (value instanceof AnyValue.Entries object) {
      return object;
    }
    throw new IllegalArgumentException(what + " is an object");
  }

  static String json(AnyValue value) {
    StringBuilder out = new StringBuilder();
    JsonWriter.write(value, out);
    return out.toString();
  }
}
