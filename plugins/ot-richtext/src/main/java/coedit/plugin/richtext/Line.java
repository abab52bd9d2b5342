package coedit.plugin.richtext;

import java.util.ArrayList;
import java.util.List;

/**
 * One line of a document, as exports see it: the runs before a newline, and the newline's own
 * attributes, which format the line.
 */
record Line(List<Run> runs, Attributes format) {

  Line {
    runs = List.copyOf(runs);
  }

  /** All lines; text after the last newline is a line without format. */
  static List<Line> of(RichTextState state) {
    List<Line> lines = new ArrayList<>();
    List<Run> open = new ArrayList<>();
    DeltaOperation document = state.document();
    for (int i = 0; i < document.size(); i++) {
      Attributes attributes = document.attributes(i);
      Object content = document.content(i);
      if (content instanceof String text) {
        int from = 0;
        for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', from)) {
          addText(open, text.substring(from, at), attributes);
          lines.add(new Line(open, attributes));
          open.clear();
          from = at + 1;
        }
        addText(open, text.substring(from), attributes);
      } else if (content != null) {
        open.add(Run.of(content, attributes));
      }
    }
    if (!open.isEmpty()) {
      lines.add(new Line(open, Attributes.NONE));
    }
    return lines;
  }

  private static void addText(List<Run> runs, String text, Attributes attributes) {
    if (!text.isEmpty()) {
      runs.add(Run.of(text, attributes));
    }
  }

  /** The text alone. */
  String text() {
    StringBuilder out = new StringBuilder();
    for (Run run : runs) {
      if (run.content() instanceof String text) {
        out.append(text);
      }
    }
    return out.toString();
  }

  /** The line's own word for {@code name}; empty when it has none. */
  String word(String name) {
    Object value = format.get(name);
    return value == null ? "" : value.toString();
  }

  /** The line's number for {@code name}, from 1 to {@code highest}; 0 when it has none such. */
  int level(String name, int highest) {
    return format.get(name) instanceof Long level && level >= 1 && level <= highest
        ? level.intValue()
        : 0;
  }
}
