package coedit.plugin.yjs.read;

import coedit.plugin.yjs.open.CapacityException;

/**
 * How far one export may outgrow its document. A format mark says something once, and what is
 * written says it again for every piece of text that it holds for: a document of a few hundred
 * kilobytes could stand for gigabytes.
 */
public final class Allowance {

  /** Characters of an export, and of formats in the pieces it is made from. */
  private static final long MOST = 64L << 20;

  private long left = MOST;

  /**
   * Takes what a piece spells out of its formats, or all of what is written in pieces.
   *
   * @throws CapacityException when that was too much
   */
  public void take(long characters) {
    left -= characters;
    if (left < 0) {
      throw new CapacityException("more than " + MOST + " characters in formats");
    }
  }

  /**
   * Looks at what is written so far; to be asked after every piece.
   *
   * @throws CapacityException when it is too long
   */
  public static void check(StringBuilder written) {
    if (written.length() > MOST) {
      throw new CapacityException("more than " + MOST + " characters");
    }
  }
}
