package coedit.plugin.yjs.begin;

import coedit.plugin.yjs.encoding.AnyValue;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes the nodes of a ProseMirror document as y-prosemirror does: a node is an element of its
 * type's name, its attributes are the element's, neighbouring texts are one, and a mark is a format
 * whose value is the mark's attributes.
 */
final class ProseMirrorTree {

  private ProseMirrorTree() {}

  static void fill(FirstStructs.Type fragment, AnyValue document) {
    AnyValue.Entries node = Fields.object(document, "a document");
    if (!Fields.text(node, "type").equals("doc")) {
      throw new IllegalArgumentException("a document's \"type\" is \"doc\"");
    }
    children(fragment, node);
  }

  private static void children(FirstStructs.Type parent, AnyValue.Entries node) {
    AnyValue content = Fields.of(node, "content");
    if (content == AnyValue.Constant.NULL) {
      return;
    }
    if (!(content instanceof AnyValue.Elements nodes)) {
      throw new IllegalArgumentException("\"content\" is a list of nodes");
    }
    @Nullable DeltaText text = null;
    for (AnyValue value : nodes.values()) {
      AnyValue.Entries child = Fields.object(value, "a node");
      if (Fields.text(child, "type").equals("text")) {
        text = text == null ? new DeltaText(parent.type(FirstStructs.XML_TEXT)) : text;
        text.append(Fields.text(child, "text"), marks(child));
      } else {
        if (text != null) {
          text.end();
          text = null;
        }
        element(parent, child);
      }
    }
    if (text != null) {
      text.end();
    }
  }

  private static void element(FirstStructs.Type parent, AnyValue.Entries node) {
    String name = Fields.text(node, "type");
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a node has a \"type\"");
    }
    FirstStructs.Type element = parent.element(name);
    if (Fields.of(node, "attrs") instanceof AnyValue.Entries attributes) {
      attributes
          .values()
          .forEach(
              (key, value) -> {
                if (value != AnyValue.Constant.NULL) {
                  element.set(key, value);
                }
              });
    }
    children(element, node);
  }

  private static Map<String, String> marks(AnyValue.Entries text) {
    Map<String, String> formats = new TreeMap<>();
    if (Fields.of(text, "marks") instanceof AnyValue.Elements marks) {
      for (AnyValue value : marks.values()) {
        AnyValue.Entries mark = Fields.object(value, "a mark");
        boolean plain = !(Fields.of(mark, "attrs") instanceof AnyValue.Entries);
        formats.put(
            Fields.text(mark, "type"), plain ? "{}" : Fields.json(Fields.of(mark, "attrs")));
      }
    }
    return formats;
  }
}
