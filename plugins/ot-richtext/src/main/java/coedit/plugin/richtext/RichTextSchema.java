package coedit.plugin.richtext;

import coedit.model.ErrorCode;
import coedit.plugin.richtext.DeltaOperation.Kind;
import coedit.spi.RefusedException;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What may enter a document: the attributes and embeds of Quill 2 that are safe to show to others.
 * Everything else is refused by name; nothing is dropped silently, for then the author's own screen
 * would differ from everybody else's. The README holds the same as a table.
 */
final class RichTextSchema {

  static final int MAX_HEADER = 6;
  static final int MAX_INDENT = 8;
  static final int MAX_URL = 2048;
  static final int MAX_FORMULA = 10_000;

  private static final Predicate<Object> TRUE = Boolean.TRUE::equals;

  private static final Predicate<Object> COLOR =
      pattern(
          "#[0-9a-fA-F]{3,8}|rgba?\\([0-9]{1,3}(?:[ ,/]{1,3}[0-9.]{1,8}%?){2,3}\\)|[a-zA-Z]{1,32}");

  private static final Map<String, Predicate<Object>> ATTRIBUTES =
      Map.ofEntries(
          Map.entry("bold", TRUE),
          Map.entry("italic", TRUE),
          Map.entry("underline", TRUE),
          Map.entry("strike", TRUE),
          Map.entry("code", TRUE),
          Map.entry("script", oneOf("super", "sub")),
          Map.entry("color", COLOR),
          Map.entry("background", COLOR),
          Map.entry("font", pattern("[a-zA-Z][a-zA-Z0-9 -]{0,63}")),
          Map.entry("size", pattern("small|large|huge|[0-9]{1,3}(?:\\.[0-9]{1,2})?(?:px|pt)")),
          Map.entry("link", RichTextSchema::isLink),
          Map.entry("header", upTo(MAX_HEADER)),
          Map.entry("list", oneOf("ordered", "bullet", "checked", "unchecked")),
          Map.entry("blockquote", TRUE),
          Map.entry("code-block", TRUE.or(pattern("[a-z][a-z0-9+#-]{0,31}"))),
          Map.entry("align", oneOf("center", "right", "justify")),
          Map.entry("direction", oneOf("rtl")),
          Map.entry("indent", upTo(MAX_INDENT)));

  private static final Map<String, Predicate<Object>> EMBEDS =
      Map.of(
          "image", value -> isUrl(value, "http", "https"),
          "video", value -> isUrl(value, "https"),
          "formula", value -> value instanceof String text && text.length() <= MAX_FORMULA,
          "divider", TRUE);

  private RichTextSchema() {}

  /**
   * Checks every text, attribute and embed of an operation.
   *
   * @throws RefusedException with the name of what is not allowed
   */
  static void check(DeltaOperation operation) {
    for (int i = 0; i < operation.size(); i++) {
      Object content = operation.content(i);
      if (content instanceof String text) {
        requireWellFormed(text, "inserted text");
      } else if (content instanceof Embed embed) {
        checkEmbed(embed);
      }
      checkAttributes(operation.attributes(i), operation.kind(i) == Kind.RETAIN);
    }
  }

  private static void checkAttributes(Attributes attributes, boolean mayRemove) {
    for (int i = 0; i < attributes.size(); i++) {
      String name = attributes.name(i);
      Predicate<Object> rule = ATTRIBUTES.get(name);
      if (rule == null) {
        throw refuse("unknown attribute " + shown(name));
      }
      Object value = attributes.value(i);
      if (value == null && mayRemove) {
        continue;
      }
      requireWellFormed(value, name);
      if (value == null || !rule.test(value)) {
        throw refuse("value not allowed for attribute " + name);
      }
    }
  }

  private static void checkEmbed(Embed embed) {
    String type = embed.type();
    Predicate<Object> rule = EMBEDS.get(type);
    if (rule == null) {
      throw refuse("unknown embed " + shown(type));
    }
    if (embed.fields().size() != 1) {
      throw refuse("more than one field in embed " + type);
    }
    Object value = embed.value();
    requireWellFormed(value, type);
    if (value == null || !rule.test(value)) {
      throw refuse("value not allowed for embed " + type);
    }
  }

  private static void requireWellFormed(@Nullable Object value, String where) {
    if (value instanceof String text && !WellFormed.text(text)) {
      throw new RefusedException(ErrorCode.INVALID_TEXT, "lone surrogate or U+0000 in " + where);
    }
  }

  /** Whether {@code value} may be followed by a click: a web address or one to write to. */
  static boolean isLink(@Nullable Object value) {
    return isUrl(value, "http", "https")
        || (value instanceof String text
            && startsWith(text, "mailto:")
            && text.length() > "mailto:".length()
            && isPlain(text));
  }

  /** Whether {@code value} is an absolute address with an authority and one of these schemes. */
  static boolean isUrl(@Nullable Object value, String... schemes) {
    if (!(value instanceof String text) || !isPlain(text)) {
      return false;
    }
    for (String scheme : schemes) {
      String start = scheme + "://";
      if (startsWith(text, start)
          && text.length() > start.length()
          && "/\\?#".indexOf(text.charAt(start.length())) < 0) {
        return true;
      }
    }
    return false;
  }

  private static boolean startsWith(String text, String start) {
    return text.regionMatches(true, 0, start, 0, start.length());
  }

  /** No white space and nothing invisible: browsers drop some of it, and see another scheme. */
  private static boolean isPlain(String text) {
    return text.length() <= MAX_URL && text.codePoints().noneMatch(RichTextSchema::isInvisible);
  }

  private static boolean isInvisible(int codePoint) {
    return Character.isISOControl(codePoint)
        || Character.isWhitespace(codePoint)
        || Character.isSpaceChar(codePoint)
        || Character.getType(codePoint) == Character.FORMAT;
  }

  private static Predicate<Object> oneOf(String... words) {
    return Set.of(words)::contains;
  }

  private static Predicate<Object> upTo(long highest) {
    return value -> value instanceof Long number && number >= 1 && number <= highest;
  }

  private static Predicate<Object> pattern(String regex) {
    Predicate<String> matches = Pattern.compile(regex).asMatchPredicate();
    return value -> value instanceof String text && text.length() <= 64 && matches.test(text);
  }

  private static String shown(String name) {
    return name.codePoints()
        .limit(40)
        .map(c -> isInvisible(c) || !Character.isDefined(c) ? '?' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static RefusedException refuse(String reason) {
    return new RefusedException(ErrorCode.INVALID_OPERATION, reason);
  }
}
