package coedit.plugin.yjs.export;

import coedit.plugin.yjs.encoding.AnyValue;
import coedit.plugin.yjs.open.SharedType;
import coedit.plugin.yjs.read.Allowance;
import coedit.plugin.yjs.read.Content;
import coedit.plugin.yjs.read.Contents;
import coedit.plugin.yjs.read.DeltaPiece;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Writes an XML fragment as Yjs' {@code toString} does (names of elements in lower case, formats of
 * text as elements around it), but well-formed: text and attributes are escaped, what is no name of
 * XML is left out, and so are characters that XML has no place for.
 */
final class XmlWriter {

  private static final int MAX_DEPTH = 200;
  private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_.-]*");

  private final StringBuilder out = new StringBuilder();
  private final Allowance allowance = new Allowance();

  private XmlWriter() {}

  static String write(SharedType fragment) {
    XmlWriter writer = new XmlWriter();
    writer.children(fragment, MAX_DEPTH);
    return writer.out.toString();
  }

  private void children(SharedType type, int depth) {
    if (depth == 0) {
      return;
    }
    for (DeltaPiece piece : Contents.delta(type, allowance)) {
      Deque<String> open = openFormats(piece.attributes());
      if (piece.content() instanceof Content.Text text) {
        escape(text.text(), out);
      } else if (piece.content() instanceof Content.Nested nested) {
        element(nested.type(), depth);
      }
      while (!open.isEmpty()) {
        out.append("</").append(open.pop()).append('>');
      }
      Allowance.check(out);
    }
  }

  private Deque<String> openFormats(Map<String, AnyValue> formats) {
    Deque<String> open = new ArrayDeque<>();
    for (Map.Entry<String, AnyValue> format : formats.entrySet()) {
      if (NAME.matcher(format.getKey()).matches()) {
        out.append('<').append(format.getKey());
        if (format.getValue() instanceof AnyValue.Entries entries) {
          for (String key : new TreeSet<>(entries.values().keySet())) {
            attribute(key, Formats.textIn(entries, key));
          }
        }
        out.append('>');
        open.push(format.getKey());
      }
    }
    return open;
  }

  private void element(SharedType type, int depth) {
    String name = type.name().orElse("").toLowerCase(Locale.ROOT);
    boolean named = type.kind() == SharedType.Kind.XML_ELEMENT && NAME.matcher(name).matches();
    if (named) {
      out.append('<').append(name);
      for (String key : type.keys()) {
        attribute(key, Contents.textOf(type, key).orElse(""));
      }
      out.append('>');
    }
    children(type, depth - 1);
    if (named) {
      out.append("</").append(name).append('>');
    }
  }

  private void attribute(String key, String value) {
    if (NAME.matcher(key).matches()) {
      out.append(' ').append(key).append("=\"");
      escape(value, out);
      out.append('"');
    }
  }

  static void escape(String text, StringBuilder out) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> {
          if ((c >= ' ' && c < '\ufffe') || c == '\n' || c == '\t' || c == '\r') {
            out.append(c);
          }
        }
      }
    }
  }
}
