package coedit.plugin.richtext;

import coedit.model.Payload;
import coedit.plugin.richtext.DeltaOperation.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes deltas as JSON without spaces. A lone surrogate is written as an escape, so that UTF-8
 * loses nothing; a document of ours holds none.
 */
final class DeltaWriter {

  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private final StringBuilder out;

  DeltaWriter(StringBuilder out) {
    this.out = out;
  }

  static Payload payload(DeltaOperation operation) {
    StringBuilder out = new StringBuilder(32 + 24 * operation.size());
    new DeltaWriter(out).operation(operation);
    return Payload.wrap(out.toString().getBytes(StandardCharsets.UTF_8));
  }

  void operation(DeltaOperation operation) {
    out.append('[');
    for (int i = 0; i < operation.size(); i++) {
      if (i > 0) {
        out.append(',');
      }
      step(operation, i);
    }
    out.append(']');
  }

  private void step(DeltaOperation operation, int step) {
    Kind kind = operation.kind(step);
    if (kind == Kind.INSERT) {
      Object content = operation.content(step);
      insert(content instanceof Embed embed ? embed.fields() : content, operation.attributes(step));
      return;
    }
    out.append(kind == Kind.RETAIN ? "{\"retain\":" : "{\"delete\":");
    out.append(operation.length(step));
    attributesOf(operation.attributes(step));
    out.append('}');
  }

  /** Writes an insert of a string, or of an embed's fields. */
  void insert(@Nullable Object content, Attributes attributes) {
    out.append("{\"insert\":");
    value(content);
    attributesOf(attributes);
    out.append('}');
  }

  private void attributesOf(Attributes attributes) {
    if (!attributes.isEmpty()) {
      out.append(",\"attributes\":");
      attributes(attributes);
    }
  }

  void attributes(Attributes attributes) {
    out.append('{');
    for (int i = 0; i < attributes.size(); i++) {
      if (i > 0) {
        out.append(',');
      }
      string(attributes.name(i));
      out.append(':');
      value(attributes.value(i));
    }
    out.append('}');
  }

  void value(@Nullable Object value) {
    if (value instanceof String text) {
      string(text);
    } else if (value instanceof Map<?, ?> map) {
      object(map);
    } else if (value instanceof List<?> list) {
      array(list);
    } else {
      out.append(value);
    }
  }

  private void object(Map<?, ?> map) {
    out.append('{');
    Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<?, ?> entry = entries.next();
      string(String.valueOf(entry.getKey()));
      out.append(':');
      value(entry.getValue());
      if (entries.hasNext()) {
        out.append(',');
      }
    }
    out.append('}');
  }

  private void array(List<?> list) {
    out.append('[');
    for (int i = 0; i < list.size(); i++) {
      if (i > 0) {
        out.append(',');
      }
      value(list.get(i));
    }
    out.append(']');
  }

  private void string(String text) {
    out.append('"');
    int plain = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c != '"' && c != '\\' && !Character.isSurrogate(c)) {
        continue;
      }
      if (WellFormed.pairAt(text, i)) {
        i++;
        continue;
      }
      out.append(text, plain, i);
      escape(c);
      plain = i + 1;
    }
    out.append(text, plain, text.length()).append('"');
  }

  private void escape(char c) {
    switch (c) {
      case '"', '\\' -> out.append('\\').append(c);
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default ->
          out.append("\\u")
              .append(HEX[c >> 12])
              .append(HEX[c >> 8 & 15])
              .append(HEX[c >> 4 & 15])
              .append(HEX[c & 15]);
    }
  }
}
