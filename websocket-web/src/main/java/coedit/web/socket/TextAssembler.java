package coedit.web.socket;

import java.util.Optional;

/**
 * Joins pieces of text and keeps a running total, because containers check the size of each piece
 * only. Confined to the thread that delivers a socket's frames.
 */
final class TextAssembler {

  private final int maxBytes;
  private final StringBuilder text = new StringBuilder();
  private boolean underWay;

  /**
   * A join of pieces.
   *
   * @param maxBytes bound on the total; a character is at least one byte
   */
  TextAssembler(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Whether the total with this piece would still be within the bound. */
  boolean fits(String piece) {
    return (long) text.length() + piece.length() <= maxBytes;
  }

  boolean isUnderWay() {
    return underWay;
  }

  /** Adds a piece that fits; the whole text when it was the last. */
  Optional<String> add(String piece, boolean last) {
    if (last && !underWay) {
      return Optional.of(piece);
    }
    text.append(piece);
    underWay = !last;
    if (!last) {
      return Optional.empty();
    }
    String whole = text.toString();
    text.setLength(0);
    text.trimToSize();
    return Optional.of(whole);
  }
}
