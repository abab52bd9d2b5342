package coedit.plugin.richtext;

import java.util.function.Consumer;

/** A leaf: text with one set of attributes, or an embed. */
final class Run extends RunTree {

  /** Longer texts are held as several runs, so that a cut copies little. */
  static final int MAX_TEXT = 512;

  /** The empty document; no other run is empty. */
  static final Run NOTHING = new Run("", Attributes.NONE);

  private static final int OBJECT_OVERHEAD = "{\"insert\":\"\"},".length();
  private static final int ATTRIBUTES_OVERHEAD = ",\"attributes\":".length();
  private static final char EMBED = '\uFFFC';

  private final Object content;
  private final Attributes attributes;

  private Run(Object content, Attributes attributes) {
    super(0, DeltaBuilder.lengthOf(content), estimate(content, attributes));
    this.content = content;
    this.attributes = attributes;
  }

  /** A run of at most {@link #MAX_TEXT} units of text, or of an {@link Embed}. */
  static Run of(Object content, Attributes attributes) {
    return new Run(content, attributes);
  }

  /** A {@code String} or an {@link Embed}. */
  Object content() {
    return content;
  }

  Attributes attributes() {
    return attributes;
  }

  boolean joins(Run next) {
    return content instanceof String
        && next.content instanceof String
        && length() + next.length() <= MAX_TEXT
        && attributes.equals(next.attributes);
  }

  Run join(Run next) {
    return new Run(content + (String) next.content, attributes);
  }

  Run formatted(Attributes change) {
    Attributes composed = attributes.compose(change, false);
    return composed.equals(attributes) ? this : new Run(content, composed);
  }

  @Override
  RunTree prefix(int length) {
    return cut(0, length);
  }

  @Override
  RunTree suffix(int from) {
    return cut(from, length());
  }

  private Run cut(int from, int to) {
    if (to - from == length()) {
      return this;
    }
    return from == to ? NOTHING : new Run(((String) content).substring(from, to), attributes);
  }

  @Override
  char charAt(int position) {
    return content instanceof String text ? text.charAt(position) : EMBED;
  }

  @Override
  Run first() {
    return this;
  }

  @Override
  Run last() {
    return this;
  }

  @Override
  void forEach(Consumer<Run> visitor) {
    if (length() > 0) {
      visitor.accept(this);
    }
  }

  private static long estimate(Object content, Attributes attributes) {
    long bytes = OBJECT_OVERHEAD;
    if (content instanceof String text) {
      bytes += textBytes(text);
    } else if (content instanceof Embed embed) {
      StringBuilder out = new StringBuilder();
      new DeltaWriter(out).value(embed.fields());
      bytes += textBytes(out);
    }
    return attributes.isEmpty() ? bytes : bytes + ATTRIBUTES_OVERHEAD + attributes.bytes();
  }

  @Override
  void checkInvariants() {
    if ((length() == 0 && this != NOTHING) || length() > MAX_TEXT || attributes.hasNull()) {
      throw new IllegalStateException("run of " + length() + " with " + attributes);
    }
  }

  /** About the bytes of UTF-8: a half of a pair counts 2. */
  static long textBytes(CharSequence text) {
    long bytes = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        bytes += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
      } else if (c < ' ' || c == '"' || c == '\\') {
        bytes += c == '\n' || c >= ' ' ? 1 : 5;
      }
    }
    return bytes;
  }
}
