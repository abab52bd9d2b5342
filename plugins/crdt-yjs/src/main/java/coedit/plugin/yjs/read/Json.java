package coedit.plugin.yjs.read;

import coedit.plugin.yjs.encoding.AnyValue;
import coedit.plugin.yjs.open.SharedType;
import java.util.List;
import java.util.Map;

/**
 * Shared types as JSON: an array is an array, a map an object with sorted keys, a text its delta's
 * operations or its plain text, an element an object of name, attributes and children.
 */
public final class Json {

  /** Deeper types are left out: no reader needs them, and no stack has to hold them. */
  static final int MAX_DEPTH = 200;

  private final StringBuilder out;
  private final Allowance allowance;

  private Json(StringBuilder out, Allowance allowance) {
    this.out = out;
    this.allowance = allowance;
  }

  /** The JSON of a type, a root being taken for {@code kind}. */
  public static String of(SharedType type, SharedType.Kind kind) {
    StringBuilder out = new StringBuilder();
    write(type, kind, out, new Allowance());
    return out.toString();
  }

  /**
   * Appends the JSON of a type, a root being taken for {@code kind}.
   *
   * @throws coedit.plugin.yjs.open.CapacityException when that is more than allowed
   */
  public static void write(
      SharedType type, SharedType.Kind kind, StringBuilder out, Allowance allowance) {
    new Json(out, allowance).write(type, kind, MAX_DEPTH);
  }

  /**
   * The operations of a text's delta, as Quill writes them; a shared type inside the text is an
   * embed named {@code nested}.
   */
  public static String delta(SharedType text) {
    StringBuilder out = new StringBuilder();
    new Json(out, new Allowance()).writeDelta(text, MAX_DEPTH);
    return out.toString();
  }

  private void write(SharedType type, SharedType.Kind kind, int depth) {
    if (depth == 0) {
      out.append("null");
      return;
    }
    switch (kind) {
      case TEXT -> JsonWriter.writeText(Contents.text(type), out);
      case XML_TEXT -> writeDelta(type, depth);
      case MAP -> writeKeys(type, depth);
      case XML_ELEMENT, XML_HOOK -> writeElement(type, depth);
      case ARRAY, XML_FRAGMENT, UNTYPED -> writeSequence(type, depth);
    }
  }

  private void writeKeys(SharedType type, int depth) {
    out.append('{');
    String separator = "";
    for (String key : type.keys()) {
      out.append(separator);
      JsonWriter.writeText(key, out);
      out.append(':');
      Contents.valueOf(type, key).ifPresent(value -> write(value, depth));
      separator = ",";
    }
    out.append('}');
  }

  private void writeSequence(SharedType type, int depth) {
    out.append('[');
    String separator = "";
    for (Content content : Contents.of(type)) {
      out.append(separator);
      write(content, depth);
      separator = ",";
    }
    out.append(']');
  }

  private void writeElement(SharedType type, int depth) {
    out.append("{\"type\":");
    JsonWriter.writeText(type.name().orElse(""), out);
    if (!type.keys().isEmpty()) {
      out.append(",\"attrs\":");
      writeKeys(type, depth);
    }
    List<Content> children = Contents.of(type);
    if (!children.isEmpty()) {
      out.append(",\"content\":");
      writeSequence(type, depth);
    }
    out.append('}');
  }

  private void writeDelta(SharedType type, int depth) {
    out.append('[');
    String separator = "";
    for (DeltaPiece piece : Contents.delta(type, allowance)) {
      out.append(separator).append("{\"insert\":");
      boolean nested = piece.content() instanceof Content.Nested;
      out.append(nested ? "{\"nested\":" : "");
      write(piece.content(), depth);
      out.append(nested ? "}" : "");
      if (!piece.attributes().isEmpty()) {
        out.append(",\"attributes\":");
        writeAttributes(piece.attributes());
      }
      out.append('}');
      separator = ",";
    }
    out.append(']');
  }

  private void writeAttributes(Map<String, AnyValue> attributes) {
    JsonWriter.write(new AnyValue.Entries(attributes), out);
    Allowance.check(out);
  }

  private void write(Content content, int depth) {
    Allowance.check(out);
    if (content instanceof Content.Text text) {
      JsonWriter.writeText(text.text(), out);
    } else if (content instanceof Content.Value value) {
      // An undefined value of a key or an element is null here, as there must be one.
      JsonWriter.write(value.value(), out);
    } else if (content instanceof Content.Nested nested) {
      write(nested.type(), nested.type().kind(), depth - 1);
    } else if (content instanceof Content.Subdocument document) {
      out.append("{\"guid\":");
      JsonWriter.writeText(document.guid(), out);
      out.append('}');
    }
  }
}
