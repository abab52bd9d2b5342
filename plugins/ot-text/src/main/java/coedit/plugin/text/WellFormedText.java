package coedit.plugin.text;

import coedit.model.ErrorCode;
import coedit.spi.RefusedException;

/** The rule for every text that enters a document: no lone surrogates, no U+0000. */
final class WellFormedText {

  private WellFormedText() {}

  /**
   * Counts code points.
   *
   * @throws RefusedException {@code INVALID_TEXT} for a lone surrogate or U+0000
   */
  static int codePoints(String text) {
    int pairs = 0;
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char unit = text.charAt(i);
      if (unit == 0) {
        throw new RefusedException(ErrorCode.INVALID_TEXT, "text holds U+0000");
      }
      if (Character.isSurrogate(unit)) {
        boolean pair =
            Character.isHighSurrogate(unit)
                && i + 1 < length
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          throw new RefusedException(ErrorCode.INVALID_TEXT, "text holds half a surrogate pair");
        }
        pairs++;
        i++;
      }
    }
    return length - pairs;
  }
}
