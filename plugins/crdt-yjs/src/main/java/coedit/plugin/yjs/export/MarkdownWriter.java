package coedit.plugin.yjs.export;

import coedit.plugin.yjs.export.Node.Block;
import coedit.plugin.yjs.export.Node.Kind;
import coedit.plugin.yjs.export.Node.Mark;
import coedit.plugin.yjs.export.Node.Run;
import coedit.plugin.yjs.read.Allowance;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Writes a tree as CommonMark. What CommonMark has no word for (underline, tables' borders) loses
 * its form; the text never goes, and none of it is read as markup or HTML.
 */
final class MarkdownWriter {

  private static final String SPECIAL = "\\`*_{}[]<>()#+-.!|~&\"'=";
  private static final int LEAST_FENCE = 3;

  private final Allowance allowance = new Allowance();

  private MarkdownWriter() {}

  static String write(Block document) {
    String text = new MarkdownWriter().blocks(document.children());
    return text.isEmpty() ? "" : text + "\n";
  }

  /** The blocks among these nodes, an empty line between; inline nodes in a row are one block. */
  private String blocks(List<Node> nodes) {
    List<String> written = new ArrayList<>();
    List<Node> inline = new ArrayList<>();
    for (Node node : nodes) {
      if (node instanceof Block || node instanceof Node.Rule) {
        addInline(inline, written);
        String block = node instanceof Block block0 ? block(block0) : "---";
        if (!block.isEmpty()) {
          written.add(block);
        }
      } else {
        inline.add(node);
      }
    }
    addInline(inline, written);
    return String.join("\n\n", written);
  }

  private void addInline(List<Node> inline, List<String> written) {
    if (!inline.isEmpty()) {
      written.add(inline(inline));
      inline.clear();
    }
  }

  private String block(Block block) {
    return switch (block.kind()) {
      case DOCUMENT, PARAGRAPH, ITEM, OPEN_TASK, DONE_TASK, CELL, HEADER_CELL ->
          blocks(block.children());
      case HEADING -> "#".repeat(block.level()) + " " + oneLine(block.children());
      case QUOTE -> indent(blocks(block.children()), "> ", "> ");
      case CODE -> code(block);
      case BULLETS, NUMBERS -> list(block);
      case TABLE -> blocks(block.children());
      case ROW ->
          block.children().stream()
              .map(cell -> cell instanceof Block inner ? oneLine(inner.children()) : "")
              .collect(Collectors.joining(" | ", "| ", " |"));
    };
  }

  private String list(Block list) {
    List<String> items = new ArrayList<>();
    int number = 1;
    for (Node child : list.children()) {
      if (child instanceof Block item) {
        String marker = list.kind() == Kind.NUMBERS ? number++ + ". " : "- ";
        String box =
            switch (item.kind()) {
              case DONE_TASK -> "[x] ";
              case OPEN_TASK -> "[ ] ";
              default -> "";
            };
        items.add(indent(box + tight(item.children()), marker, " ".repeat(marker.length())));
      }
    }
    return String.join("\n", items);
  }

  /** A list inside an item follows its line at once. */
  private String tight(List<Node> children) {
    return blocks(children).replaceFirst("\n\n(?=(- |1\\. ))", "\n");
  }

  private static String indent(String text, String first, String others) {
    StringBuilder out = new StringBuilder();
    String margin = first;
    for (String line : text.split("\n", -1)) {
      out.append(out.length() == 0 ? "" : "\n");
      out.append(line.isEmpty() ? margin.stripTrailing() : margin + line);
      margin = others;
      Allowance.check(out);
    }
    return out.toString();
  }

  private static String code(Block block) {
    StringBuilder text = new StringBuilder();
    for (Node child : block.children()) {
      text.append(child instanceof Run run ? run.text() : "\n");
    }
    int longest = 0;
    int here = 0;
    for (int i = 0; i < text.length(); i++) {
      here = text.charAt(i) == '`' ? here + 1 : 0;
      longest = Math.max(longest, here);
    }
    // Longer than any row of backquotes in the code, so that the code cannot end it.
    String fence = "`".repeat(Math.max(LEAST_FENCE, longest + 1));
    return fence + "\n" + text + "\n" + fence;
  }

  private String oneLine(List<Node> nodes) {
    return blocks(nodes).replace("\\\n", "\n").replaceAll("\n+", " ");
  }

  private String inline(List<Node> nodes) {
    StringBuilder out = new StringBuilder();
    for (Node node : nodes) {
      if (node instanceof Run run) {
        out.append(run(run));
      } else if (node instanceof Node.Image image) {
        out.append("![").append(escape(image.description())).append("](");
        out.append(address(image.address())).append(')');
      } else if (node instanceof Node.Break) {
        out.append("\\\n");
      }
      Allowance.check(out);
    }
    allowance.take(out.length());
    return out.toString();
  }

  private static String run(Run run) {
    String marked = marked(run);
    return run.link().isEmpty() ? marked : "[" + marked + "](" + address(run.link()) + ")";
  }

  /** A mark must touch its text: white space at the ends stays outside. */
  private static String marked(Run run) {
    String text = escape(run.text()).replace("\n", "\\\n");
    String inner = text.strip();
    if (inner.isEmpty()) {
      return text;
    }
    String mark =
        (run.marks().contains(Mark.BOLD) ? "**" : "")
            + (run.marks().contains(Mark.ITALIC) ? "*" : "")
            + (run.marks().contains(Mark.STRIKE) ? "~~" : "");
    int start = text.indexOf(inner);
    return text.substring(0, start)
        + mark
        + inner
        + new StringBuilder(mark).reverse()
        + text.substring(start + inner.length());
  }

  /** An address with what could end it percent-encoded. */
  private static String address(String address) {
    StringBuilder safe = new StringBuilder();
    for (int i = 0; i < address.length(); i++) {
      char c = address.charAt(i);
      if ("()<>\\\"'`[]".indexOf(c) >= 0) {
        safe.append('%').append(Integer.toHexString(c).toUpperCase(Locale.ROOT));
      } else {
        safe.append(c);
      }
    }
    return safe.toString();
  }

  private static String escape(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 8);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (SPECIAL.indexOf(c) >= 0) {
        safe.append('\\');
      }
      safe.append(c);
    }
    return safe.toString();
  }
}
