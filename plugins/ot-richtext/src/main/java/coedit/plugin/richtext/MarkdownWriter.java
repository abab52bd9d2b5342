package coedit.plugin.richtext;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes a document as CommonMark. What CommonMark has no word for (colours, alignment, underline)
 * is left out; the text never is, and none of it is read as markup or HTML.
 */
final class MarkdownWriter {

  private static final String SPECIAL = "\\`*_{}[]<>()#+-.!|~&\"'";

  private final StringBuilder out = new StringBuilder();
  private boolean inCode;

  private MarkdownWriter() {}

  static String write(RichTextState state) {
    MarkdownWriter writer = new MarkdownWriter();
    for (Line line : Line.of(state)) {
      writer.line(line);
    }
    writer.closeCode();
    return writer.out.toString();
  }

  private void line(Line line) {
    if (line.format().has("code-block")) {
      inCode = true;
      out.append("    ").append(line.text()).append('\n');
      return;
    }
    closeCode();
    out.append(prefix(line));
    for (Run run : line.runs()) {
      run(run);
    }
    out.append(line.format().has("list") ? "\n" : "\n\n");
  }

  private void closeCode() {
    if (inCode) {
      out.append('\n');
      inCode = false;
    }
  }

  private static String prefix(Line line) {
    if (line.format().get("header") instanceof Long level) {
      return "#".repeat(level.intValue()) + " ";
    }
    if (line.format().has("blockquote")) {
      return "> ";
    }
    int depth = line.format().get("indent") instanceof Long indent ? indent.intValue() : 0;
    String margin = "    ".repeat(depth);
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
