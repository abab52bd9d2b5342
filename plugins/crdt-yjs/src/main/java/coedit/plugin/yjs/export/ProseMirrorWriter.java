package coedit.plugin.yjs.export;

import coedit.plugin.yjs.encoding.AnyValue;
import coedit.plugin.yjs.open.SharedType;
import coedit.plugin.yjs.read.Allowance;
import coedit.plugin.yjs.read.Content;
import coedit.plugin.yjs.read.Contents;
import coedit.plugin.yjs.read.DeltaPiece;
import coedit.plugin.yjs.read.JsonWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The document node of ProseMirror and Tiptap, as y-prosemirror would make it of a fragment: any
 * node, attribute and mark, since only the editor knows its schema. Deeper nodes than {@link
 * #MAX_DEPTH} are left out.
 */
final class ProseMirrorWriter {

  private static final int MAX_DEPTH = 100;

  private final StringBuilder out = new StringBuilder();
  private final Allowance allowance = new Allowance();

  private ProseMirrorWriter() {}

  static String write(SharedType fragment) {
    ProseMirrorWriter writer = new ProseMirrorWriter();
    writer.out.append("{\"type\":\"doc\"");
    writer.content(fragment, MAX_DEPTH);
    return writer.out.append('}').toString();
  }

  /** A text that no such editor wrote: a paragraph for each line, without formats. */
  static String lines(SharedType text) {
    ProseMirrorWriter writer = new ProseMirrorWriter();
    String separator = "{\"type\":\"doc\",\"content\":[";
    for (String line : Contents.text(text).split("\n", -1)) {
      writer.out.append(separator).append("{\"type\":\"paragraph\"");
      separator = ",";
      if (!line.isEmpty()) {
        writer.out.append(",\"content\":[");
        writer.text(line, Map.of());
        writer.out.append(']');
      }
      writer.out.append('}');
      Allowance.check(writer.out);
    }
    return writer.out.append("]}").toString();
  }

  private void content(SharedType parent, int depth) {
    int before = out.length();
    out.append(",\"content\":[");
    int start = out.length();
    nodes(parent, start, depth);
    if (out.length() == start) {
      out.setLength(before);
    } else {
      out.append(']');
    }
  }

  private void nodes(SharedType parent, int start, int depth) {
    if (depth == 0) {
      return;
    }
    for (DeltaPiece piece : Contents.delta(parent, allowance)) {
      Allowance.check(out);
      if (piece.content() instanceof Content.Text text) {
        separate(start);
        text(text.text(), piece.attributes());
      } else if (piece.content() instanceof Content.Nested nested) {
        boolean element = nested.type().kind() == SharedType.Kind.XML_ELEMENT;
        if (element) {
          separate(start);
          element(nested.type(), depth);
        } else {
          nodes(nested.type(), start, depth - 1);
        }
      }
    }
  }

  private void separate(int start) {
    if (out.length() > start) {
      out.append(',');
    }
  }

  private void element(SharedType element, int depth) {
    out.append("{\"type\":");
    JsonWriter.writeText(element.name().orElse(""), out);
    Map<String, AnyValue> attributes = new LinkedHashMap<>();
    for (String key : element.keys()) {
      if (Contents.valueOf(element, key).orElse(null) instanceof Content.Value value) {
        attributes.put(key, value.value());
      }
    }
    if (!attributes.isEmpty()) {
      out.append(",\"attrs\":");
      JsonWriter.write(new AnyValue.Entries(attributes), out);
    }
    content(element, depth - 1);
    out.append('}');
  }

  private void text(String text, Map<String, AnyValue> formats) {
    out.append("{\"type\":\"text\",\"text\":");
    JsonWriter.writeText(text, out);
    String separator = ",\"marks\":[";
    for (Map.Entry<String, AnyValue> format : formats.entrySet()) {
      out.append(separator).append("{\"type\":");
      JsonWriter.writeText(markName(format.getKey()), out);
      if (format.getValue() instanceof AnyValue.Entries attributes
          && !attributes.values().isEmpty()) {
        out.append(",\"attrs\":");
        JsonWriter.write(attributes, out);
      }
      out.append('}');
      separator = ",";
    }
    out.append(formats.isEmpty() ? "}" : "]}");
  }

  /** A mark that may overlap with its like carries a hash behind two hyphens. */
  private static String markName(String format) {
    int hash = format.indexOf("--");
    return hash > 0 ? format.substring(0, hash) : format;
  }
}
