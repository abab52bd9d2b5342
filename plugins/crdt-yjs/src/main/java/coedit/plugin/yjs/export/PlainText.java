package coedit.plugin.yjs.export;

import coedit.plugin.yjs.open.SharedType;
import coedit.plugin.yjs.read.Content;
import coedit.plugin.yjs.read.Contents;
import java.util.List;

/** The words of an XML fragment: every element that holds text is a line. */
final class PlainText {

  private static final int MAX_DEPTH = 200;

  private final StringBuilder out = new StringBuilder();

  private PlainText() {}

  static String of(SharedType fragment) {
    PlainText text = new PlainText();
    text.children(fragment, MAX_DEPTH);
    return text.out.toString();
  }

  private void children(SharedType type, int depth) {
    List<Content> contents = depth == 0 ? List.of() : Contents.of(type);
    for (Content content : contents) {
      if (content instanceof Content.Text text) {
        out.append(text.text());
      } else if (content instanceof Content.Nested nested) {
        boolean element = nested.type().kind() == SharedType.Kind.XML_ELEMENT;
        int start = out.length();
        children(nested.type(), depth - 1);
        boolean words = out.length() > start && out.charAt(out.length() - 1) != '\n';
        out.append(element && words ? "\n" : "");
      }
    }
  }
}
