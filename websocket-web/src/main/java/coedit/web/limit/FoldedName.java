package coedit.web.limit;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One text for all spellings that might be one name somewhere: in other cases, other widths, with
 * other accents, with spaces or signs that nobody sees. Derby passes over spaces at the end, a
 * directory over many of these; who spells a name anew gets nothing anew. Names that are like each
 * other share what they have, so it is for counting what is wrong, not what is right. Signs that
 * make other letters of the one before them, as the vowels of Indic and Thai scripts do, stay.
 */
public final class FoldedName {

  private static final int LONGEST = 100;
  private static final Pattern PASSED_OVER =
      Pattern.compile("(?:[\\p{Z}\\p{C}]|[\\p{M}&&[\\p{IsInherited}\\p{IsHebrew}\\p{IsArabic}]])+");

  private FoldedName() {}

  /** The text, of bounded length. */
  public static String of(String name) {
    String plain = Normalizer.normalize(name, Normalizer.Form.NFKD);
    String bare = PASSED_OVER.matcher(plain).replaceAll("");
    String folded = bare.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    return folded.substring(0, Math.min(folded.length(), LONGEST));
  }
}
