package coedit.plugin.yjs.export;

import coedit.plugin.yjs.export.Node.Block;
import coedit.plugin.yjs.export.Node.Kind;
import coedit.plugin.yjs.export.Node.Mark;
import coedit.plugin.yjs.export.Node.Run;
import coedit.plugin.yjs.read.Allowance;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes a tree as an HTML fragment. Every tag and attribute below is a constant of this class and
 * all text is escaped, so that no document yields a script.
 */
final class HtmlWriter {

  private final StringBuilder out = new StringBuilder();

  private HtmlWriter() {}

  static String write(Block document) {
    HtmlWriter writer = new HtmlWriter();
    document.children().forEach(writer::node);
    return writer.out.toString();
  }

  private void node(Node node) {
    if (node instanceof Block block) {
      block(block);
    } else if (node instanceof Run run) {
      run(run);
    } else if (node instanceof Node.Image image) {
      out.append("<img alt=\"");
      escape(image.description());
      out.append("\" src=\"");
      escape(image.address());
      out.append("\">");
    } else if (node instanceof Node.Break) {
      out.append("<br>");
    } else if (node instanceof Node.Rule) {
      out.append("<hr>\n");
    }
  }

  private void block(Block block) {
    String tag = tag(block);
    out.append('<').append(tag).append('>');
    if (block.kind() == Kind.CODE) {
      code(block);
    } else {
      if (block.kind() == Kind.DONE_TASK) {
        out.append("<input type=\"checkbox\" disabled checked> ");
      } else if (block.kind() == Kind.OPEN_TASK) {
        out.append("<input type=\"checkbox\" disabled> ");
      } else if (block.kind() == Kind.PARAGRAPH && block.children().isEmpty()) {
        out.append("<br>");
      }
      block.children().forEach(this::node);
    }
    out.append("</").append(tag).append(">\n");
  }

  private void code(Block block) {
    out.append("<code>");
    for (Node child : block.children()) {
      if (child instanceof Run run) {
        escape(run.text());
      } else if (child instanceof Node.Break) {
        out.append('\n');
      }
    }
    out.append("</code>");
  }

  private static String tag(Block block) {
    return switch (block.kind()) {
      case DOCUMENT -> "div";
      case PARAGRAPH -> "p";
      case HEADING -> "h" + block.level();
      case QUOTE -> "blockquote";
      case CODE -> "pre";
      case BULLETS -> "ul";
      case NUMBERS -> "ol";
      case ITEM, OPEN_TASK, DONE_TASK -> "li";
      case TABLE -> "table";
      case ROW -> "tr";
      case CELL -> "td";
      case HEADER_CELL -> "th";
    };
  }

  private void run(Run run) {
    boolean linked = !run.link().isEmpty();
    if (linked) {
      out.append("<a rel=\"noopener\" href=\"");
      escape(run.link());
      out.append("\">");
    }
    Deque<String> open = new ArrayDeque<>();
    for (Mark mark : Mark.values()) {
      if (run.marks().contains(mark)) {
        out.append('<').append(tag(mark)).append('>');
        open.push(tag(mark));
      }
    }
    escape(run.text());
    while (!open.isEmpty()) {
      out.append("</").append(open.pop()).append('>');
    }
    out.append(linked ? "</a>" : "");
    Allowance.check(out);
  }

  private static String tag(Mark mark) {
    return switch (mark) {
      case BOLD -> "strong";
      case ITALIC -> "em";
      case UNDERLINE -> "u";
      case STRIKE -> "s";
      case SUBSCRIPT -> "sub";
      case SUPERSCRIPT -> "sup";
      case CODE -> "code";
    };
  }

  private void escape(String text) {
    XmlWriter.escape(text, out);
  }
}
