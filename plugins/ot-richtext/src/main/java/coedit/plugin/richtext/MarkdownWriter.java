package coedit.plugin.richtext;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes a document as CommonMark. What CommonMark has no word for (colours, alignment, underline)
 * is left out; the text never is, and none of it is read as markup or HTML.
 */
final class MarkdownWriter {

  private static final String SPECIAL = "\\`*_{}[]<>()#+-.!|~&\"'";

  private final StringBuilder out = new StringBuilder();

  /** Longer than any row of backquotes in the code, so that the code cannot end it. */
  private final String fence;

  private boolean inCode;
  private boolean inList;

  private MarkdownWriter(String fence) {
    this.fence = fence;
  }

  static String write(RichTextState state) {
    List<Line> lines = Line.of(state);
    int longest = 2;
    for (Line line : lines) {
      if (line.format().has("code-block")) {
        longest = Math.max(longest, longestBackquotes(line.text()));
      }
    }
    MarkdownWriter writer = new MarkdownWriter("`".repeat(longest + 1));
    lines.forEach(writer::line);
    writer.closeCode();
    return writer.out.toString();
  }

  private static int longestBackquotes(String text) {
    int longest = 0;
    int here = 0;
    for (int i = 0; i < text.length(); i++) {
      here = text.charAt(i) == '`' ? here + 1 : 0;
      longest = Math.max(longest, here);
    }
    return longest;
  }

  private void line(Line line) {
    boolean list = line.format().has("list");
    if (inList && !list) {
      out.append('\n');
    }
    inList = list;
    if (line.format().has("code-block")) {
      out.append(inCode ? "" : fence + "\n").append(line.text()).append('\n');
      inCode = true;
      return;
    }
    closeCode();
    out.append(prefix(line));
    for (Run run : line.runs()) {
      run(run);
    }
    out.append(list ? "\n" : "\n\n");
  }

  private void closeCode() {
    if (inCode) {
      out.append(fence).append("\n\n");
      inCode = false;
    }
  }

  private static String prefix(Line line) {
    int header = line.level("header", RichTextSchema.MAX_HEADER);
    if (header > 0) {
      return "#".repeat(header) + " ";
    }
    if (line.format().has("blockquote")) {
      return "> ";
    }
    String margin = "    ".repeat(line.level("indent", RichTextSchema.MAX_INDENT));
    return switch (line.word("list")) {
      case "ordered" -> margin + "1. ";
      case "bullet" -> margin + "- ";
      case "checked" -> margin + "- [x] ";
      case "unchecked" -> margin + "- [ ] ";
      default -> "";
    };
  }

  private void run(Run run) {
    if (run.content() instanceof Embed embed) {
      embed(embed);
      return;
    }
    Attributes marks = run.attributes();
    String text = escape(run.content().toString());
    String marked = text.isBlank() ? text : marked(text, marks);
    Object link = marks.get("link");
    if (RichTextSchema.isLink(link)) {
      out.append('[').append(marked).append("](").append(address(link)).append(')');
    } else {
      out.append(marked);
    }
  }

  /** A mark must touch its text: white space at the ends stays outside. */
  private static String marked(String text, Attributes marks) {
    String mark =
        (marks.has("bold") ? "**" : "")
            + (marks.has("italic") ? "*" : "")
            + (marks.has("strike") ? "~~" : "");
    String inner = text.strip();
    int start = text.indexOf(inner);
    return text.substring(0, start)
        + mark
        + inner
        + new StringBuilder(mark).reverse()
        + text.substring(start + inner.length());
  }

  private void embed(Embed embed) {
    Object value = embed.value();
    switch (embed.type()) {
      case "image" -> {
        if (RichTextSchema.isUrl(value, "http", "https")) {
          out.append("![](").append(address(value)).append(')');
        }
      }
      case "video" -> {
        if (RichTextSchema.isUrl(value, "https")) {
          out.append('<').append(address(value)).append('>');
        }
      }
      case "formula" -> out.append(escape(String.valueOf(value)));
      case "divider" -> out.append("\n\n---\n\n");
      default -> {}
    }
  }

  /** An address with what could end it percent-encoded. */
  private static String address(@Nullable Object address) {
    StringBuilder safe = new StringBuilder();
    String plain = String.valueOf(address);
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      if ("()<>\\\"'`[]".indexOf(c) >= 0) {
        safe.append(String.format(Locale.ROOT, "%%%02X", (int) c));
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
