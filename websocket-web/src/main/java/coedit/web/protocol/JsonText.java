package coedit.web.protocol;

import coedit.model.Payload;
import com.fasterxml.jackson.core.io.JsonStringEncoder;

/** Writes one JSON object, field after field; nested ones are opened and closed by hand. */
final class JsonText {

  private final StringBuilder out;
  private boolean first = true;

  JsonText(int capacity) {
    out = new StringBuilder(capacity);
  }

  static JsonText message(String kind) {
    return new JsonText(128).open().field("t", kind);
  }

  JsonText open() {
    separate();
    out.append('{');
    first = true;
    return this;
  }

  JsonText close() {
    out.append('}');
    first = false;
    return this;
  }

  JsonText openArray() {
    out.append('[');
    first = true;
    return this;
  }

  JsonText closeArray() {
    out.append(']');
    first = false;
    return this;
  }

  /** A field whose value is written next. */
  JsonText name(String name) {
    separate();
    out.append('"').append(name).append("\":");
    first = true;
    return this;
  }

  JsonText field(String name, String value) {
    name(name);
    out.append('"');
    JsonStringEncoder.getInstance().quoteAsString(value, out);
    out.append('"');
    first = false;
    return this;
  }

  JsonText field(String name, long value) {
    name(name);
    out.append(value);
    first = false;
    return this;
  }

  JsonText field(String name, boolean value) {
    name(name);
    out.append(value);
    first = false;
    return this;
  }

  /** A field whose value is JSON already. */
  JsonText raw(String name, Payload json) {
    name(name);
    out.append(json.utf8());
    first = false;
    return this;
  }

  JsonText nothing(String name) {
    name(name);
    out.append("null");
    first = false;
    return this;
  }

  Encoded end() {
    return Encoded.of(close().out.toString());
  }

  private void separate() {
    if (!first) {
      out.append(',');
    }
    first = false;
  }
}
