package coedit.plugin.richtext;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * Writes a document as an HTML fragment. Every tag and attribute below is a constant of this class,
 * all text is escaped, and an address is checked again before it is written, so that even a
 * document that was stored under another schema yields no script. Colours, fonts and sizes are left
 * out: a page with a strict content policy shows no style attributes anyway.
 */
final class HtmlWriter {

  /** Inline marks, outermost first. */
  private static final List<Map.Entry<String, String>> MARKS =
      List.of(
          Map.entry("bold", "strong"),
          Map.entry("italic", "em"),
          Map.entry("underline", "u"),
          Map.entry("strike", "s"),
          Map.entry("code", "code"));

  private final StringBuilder out = new StringBuilder();

  /** The lists that are open, outermost first: {@code ul} or {@code ol}. */
  private final Deque<String> lists = new ArrayDeque<>();

  private boolean inCode;

  private HtmlWriter() {}

  static String write(RichTextState state) {
    HtmlWriter writer = new HtmlWriter();
    for (Line line : Line.of(state)) {
      writer.line(line);
    }
    writer.closeLists(0);
    writer.closeCode();
    return writer.out.toString();
  }

  private void line(Line line) {
    if (line.format().has("code-block")) {
      closeLists(0);
      out.append(inCode ? "" : "<pre>");
      inCode = true;
      escape(line.text());
      out.append('\n');
      return;
    }
    closeCode();
    if (line.format().has("list")) {
      item(line);
      return;
    }
    closeLists(0);
    block(line, tagOf(line));
  }

  private static String tagOf(Line line) {
    int level = line.level("header", RichTextSchema.MAX_HEADER);
    if (level > 0) {
      return "h" + level;
    }
    return line.format().has("blockquote") ? "blockquote" : "p";
  }

  private void block(Line line, String tag) {
    out.append('<').append(tag).append(direction(line)).append('>');
    if (line.runs().isEmpty()) {
      out.append("<br>");
    }
    inline(line);
    out.append("</").append(tag).append(">\n");
  }

  private void item(Line line) {
    int depth = 1 + line.level("indent", RichTextSchema.MAX_INDENT);
    String tag = line.word("list").equals("ordered") ? "ol" : "ul";
    boolean sameList = lists.size() >= depth;
    closeLists(depth);
    if (sameList && tag.equals(lists.peekLast())) {
      out.append("</li>\n");
    } else if (sameList) {
      closeLists(depth - 1);
    }
    while (lists.size() < depth) {
      out.append('<').append(tag).append(">\n");
      lists.addLast(tag);
      if (lists.size() < depth) {
        out.append("<li>");
      }
    }
    out.append("<li").append(direction(line)).append('>');
    switch (line.word("list")) {
      case "checked" -> out.append("<input type=\"checkbox\" disabled checked> ");
      case "unchecked" -> out.append("<input type=\"checkbox\" disabled> ");
      default -> {}
    }
    inline(line);
  }

  private void closeLists(int depth) {
    while (lists.size() > depth) {
      out.append("</li>\n</").append(lists.removeLast()).append(">\n");
    }
  }

  private void closeCode() {
    if (inCode) {
      out.append("</pre>\n");
      inCode = false;
    }
  }

  private static String direction(Line line) {
    return line.word("direction").equals("rtl") ? " dir=\"rtl\"" : "";
  }

  private void inline(Line line) {
    for (Run run : line.runs()) {
      Attributes marks = run.attributes();
      Deque<String> open = new ArrayDeque<>();
      if (RichTextSchema.isLink(marks.get("link"))) {
        openLink(String.valueOf(marks.get("link")));
        open.push("a");
      }
      for (Map.Entry<String, String> mark : MARKS) {
        if (marks.has(mark.getKey())) {
          open(mark.getValue(), open);
        }
      }
      if (marks.has("script")) {
        open("super".equals(marks.get("script")) ? "sup" : "sub", open);
      }
      content(run);
      while (!open.isEmpty()) {
        out.append("</").append(open.pop()).append('>');
      }
    }
  }

  private void open(String tag, Deque<String> open) {
    out.append('<').append(tag).append('>');
    open.push(tag);
  }

  private void openLink(String address) {
    out.append("<a rel=\"noopener\" href=\"");
    escape(address);
    out.append("\">");
  }

  private void content(Run run) {
    if (run.content() instanceof Embed embed) {
      embed(embed);
    } else {
      escape(run.content().toString());
    }
  }

  private void embed(Embed embed) {
    String value = String.valueOf(embed.value());
    switch (embed.type()) {
      case "image" -> image(value);
      case "video" -> video(value);
      case "formula" -> {
        out.append("<code>");
        escape(value);
        out.append("</code>");
      }
      case "divider" -> out.append("<hr>");
      default -> {}
    }
  }

  private void image(String address) {
    if (RichTextSchema.isUrl(address, "http", "https")) {
      out.append("<img alt=\"\" src=\"");
      escape(address);
      out.append("\">");
    }
  }

  private void video(String address) {
    if (RichTextSchema.isUrl(address, "https")) {
      openLink(address);
      escape(address);
      out.append("</a>");
    }
  }

  private void escape(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(c);
      }
    }
  }
}
