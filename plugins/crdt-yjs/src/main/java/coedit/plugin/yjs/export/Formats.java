package coedit.plugin.yjs.export;

import coedit.plugin.yjs.encoding.AnyValue;
import coedit.plugin.yjs.export.Node.Mark;
import coedit.plugin.yjs.export.Node.Run;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How a piece of text looks, by the names that the usual editors give to formats.
 *
 * @param link an address that is safe to follow, or empty
 */
record Formats(Set<Mark> marks, String link) {

  private static final Pattern LINK = Pattern.compile("(?i)(https?://|mailto:)[^\\s\\p{Cntrl}]+");
  private static final Pattern IMAGE = Pattern.compile("(?i)https?://[^\\s\\p{Cntrl}]+");

  Formats {
    marks = Set.copyOf(marks);
  }

  /** A run of text that looks so. */
  Run run(String text) {
    return new Run(text, marks, link);
  }

  /** Those of a piece's attributes that are known. */
  static Formats of(Map<String, AnyValue> attributes) {
    Set<Mark> marks = EnumSet.noneOf(Mark.class);
    String link = "";
    for (Map.Entry<String, AnyValue> attribute : attributes.entrySet()) {
      AnyValue value = attribute.getValue();
      if (value == AnyValue.Constant.FALSE) {
        continue;
      }
      // An editor that allows a mark twice at one place adds a hash to its name.
      String name = attribute.getKey().replaceFirst("--.*", "");
      switch (name) {
        case "bold", "strong" -> marks.add(Mark.BOLD);
        case "italic", "em" -> marks.add(Mark.ITALIC);
        case "underline" -> marks.add(Mark.UNDERLINE);
        case "strike", "strikethrough" -> marks.add(Mark.STRIKE);
        case "code" -> marks.add(Mark.CODE);
        case "subscript" -> marks.add(Mark.SUBSCRIPT);
        case "superscript" -> marks.add(Mark.SUPERSCRIPT);
        case "script" -> marks.add(isText(value, "super") ? Mark.SUPERSCRIPT : Mark.SUBSCRIPT);
        case "link" -> link = linkOf(value);
        default -> {}
      }
    }
    return new Formats(marks, link);
  }

  private static String linkOf(AnyValue value) {
    return safe(LINK, value instanceof AnyValue.Entries mark ? textIn(mark, "href") : text(value));
  }

  static String image(String address) {
    return safe(IMAGE, address);
  }

  private static String safe(Pattern allowed, String address) {
    return allowed.matcher(address).matches() ? address : "";
  }

  /** The text of an entry, empty without. */
  static String textIn(AnyValue.Entries entries, String key) {
    AnyValue value = entries.values().get(key);
    return value == null ? "" : text(value);
  }

  /** A value that is text, else nothing. */
  static String text(AnyValue value) {
    return value instanceof AnyValue.Text text ? text.value() : "";
  }

  private static boolean isText(AnyValue value, String expected) {
    return text(value).equals(expected);
  }
}
