package coedit.plugin.text;

import java.util.function.Consumer;

/**
 * A text as a persistent, height-balanced tree over chunks of a few hundred UTF-16 units (Boehm,
 * Atkinson and Plass, "Ropes: an alternative to strings", 1995; balanced by the AVL join of
 * Blelloch, Ferizovic and Sun, "Just join for parallel ordered sets", 2016).
 *
 * <p>Every node knows its units, code points and UTF-8 bytes, so a place in code points is found,
 * and an edit made, in O(log n): the chunk and the path above it are new, all else is shared. The
 * price is a few dozen small objects per edit. Everything goes through {@link #join}, which
 * restores balance and lets no chunk but a lone root stay below {@link #MIN_CHUNK} units: else a
 * client could leave one code point per chunk and make memory grow far beyond the text.
 *
 * <p>No chunk begins or ends inside a surrogate pair. Immutable.
 */
sealed interface Rope {

  int MAX_CHUNK = 512;
  int MIN_CHUNK = 128;

  Rope EMPTY = new Chunk("", 0, 0);

  /** Length in UTF-16 units. */
  int units();

  int codePoints();

  /** Length in UTF-8. */
  int bytes();

  /** 0 for a chunk. */
  int height();

  /**
   * The rope with the code points from {@code start} to before {@code end} replaced by {@code
   * text}.
   */
  Rope replace(int start, int end, String text);

  /** Hands out the text between two code points, chunk by chunk. */
  void read(int start, int end, Consumer<String> out);

  /** A rope over well-formed text. */
  static Rope of(String text) {
    if (text.length() <= MAX_CHUNK) {
      return Chunk.of(text);
    }
    int middle = text.length() / 2;
    if (Character.isLowSurrogate(text.charAt(middle))) {
      middle--;
    }
    return join(of(text.substring(0, middle)), of(text.substring(middle)));
  }

  /** The concatenation, in time proportional to the difference of heights. */
  static Rope join(Rope left, Rope right) {
    if (left.units() == 0) {
      return right;
    }
    if (right.units() == 0) {
      return left;
    }
    if (left instanceof Chunk small && small.units() < MIN_CHUNK) {
      return right.replace(0, 0, small.text());
    }
    if (right instanceof Chunk small && small.units() < MIN_CHUNK) {
      return left.replace(left.codePoints(), left.codePoints(), small.text());
    }
    if (left instanceof Branch tall && left.height() > right.height() + 1) {
      return balance(tall.left(), join(tall.right(), right));
    }
    if (right instanceof Branch tall && right.height() > left.height() + 1) {
      return balance(join(left, tall.left()), tall.right());
    }
    return Branch.of(left, right);
  }

  /** A branch over two ropes whose heights differ by at most 2, rotated where they do. */
  private static Rope balance(Rope left, Rope right) {
    if (left instanceof Branch tall && left.height() > right.height() + 1) {
      if (tall.right() instanceof Branch inner && inner.height() > tall.left().height()) {
        return Branch.of(Branch.of(tall.left(), inner.left()), Branch.of(inner.right(), right));
      }
      return Branch.of(tall.left(), Branch.of(tall.right(), right));
    }
    if (right instanceof Branch tall && right.height() > left.height() + 1) {
      if (tall.left() instanceof Branch inner && inner.height() > tall.right().height()) {
        return Branch.of(Branch.of(left, inner.left()), Branch.of(inner.right(), tall.right()));
      }
      return Branch.of(Branch.of(left, tall.left()), tall.right());
    }
    return Branch.of(left, right);
  }

  /** A leaf. */
  record Chunk(String text, int codePoints, int bytes) implements Rope {

    static Chunk of(String text) {
      int pairs = 0;
      int bytes = text.length();
      for (int i = 0; i < text.length(); i++) {
        char unit = text.charAt(i);
        if (unit >= 0x80) {
          // Two bytes more than units for three-byte code points; a pair's halves have two each.
          boolean half = Character.isSurrogate(unit);
          bytes += unit < 0x800 || half ? 1 : 2;
          pairs += half && Character.isHighSurrogate(unit) ? 1 : 0;
        }
      }
      return new Chunk(text, text.length() - pairs, bytes);
    }

    @Override
    public int units() {
      return text.length();
    }

    @Override
    public int height() {
      return 0;
    }

    @Override
    public Rope replace(int start, int end, String inserted) {
      int from = unitsBefore(start);
      int to = unitsBefore(end);
      int length = text.length() - (to - from) + inserted.length();
      return Rope.of(
          new StringBuilder(length)
              .append(text, 0, from)
              .append(inserted)
              .append(text, to, text.length())
              .toString());
    }

    @Override
    public void read(int start, int end, Consumer<String> out) {
      out.accept(text.substring(unitsBefore(start), unitsBefore(end)));
    }

    private int unitsBefore(int position) {
      return codePoints == text.length() ? position : text.offsetByCodePoints(0, position);
    }
  }

  /** An inner node; neither child is empty and their heights differ by at most 1. */
  record Branch(Rope left, Rope right, int units, int codePoints, int bytes, int height)
      implements Rope {

    static Branch of(Rope left, Rope right) {
      return new Branch(
          left,
          right,
          left.units() + right.units(),
          left.codePoints() + right.codePoints(),
          left.bytes() + right.bytes(),
          Math.max(left.height(), right.height()) + 1);
    }

    @Override
    public Rope replace(int start, int end, String text) {
      int middle = left.codePoints();
      if (start == 0 && end == codePoints) {
        return Rope.of(text);
      }
      if (end <= middle) {
        return join(left.replace(start, end, text), right);
      }
      if (start >= middle) {
        return join(left, right.replace(start - middle, end - middle, text));
      }
      return join(left.replace(start, middle, text), right.replace(0, end - middle, ""));
    }

    @Override
    public void read(int start, int end, Consumer<String> out) {
      int middle = left.codePoints();
      if (start < middle) {
        left.read(start, Math.min(end, middle), out);
      }
      if (end > middle) {
        right.read(Math.max(start - middle, 0), end - middle, out);
      }
    }
  }
}
