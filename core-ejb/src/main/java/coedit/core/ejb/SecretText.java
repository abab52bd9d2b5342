package coedit.core.ejb;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Whether a file of Liberty's configuration holds a secret, by the names of what is set in it. What
 * is only named, such as <code>password="${keystore_password}"</code>, is none; a hash is one.
 */
final class SecretText {

  /** How the name of a setting with a secret ends. */
  private static final String NAME =
      "(?:password|passwd|passphrase|secret|token|(?:private|shared|api|access)[._-]?key)";

  /** Something, but no variable. */
  private static final String VALUE = "(?!\\$\\{)[^\"'\\s]";

  private static final Pattern LINE =
      Pattern.compile("(?im)^\\s*[^#!\\s=:]*" + NAME + "[ \\t]*[=:][ \\t]*[\"']?" + VALUE);

  private static final Pattern IN_ADDRESS = Pattern.compile("(?i)[?&;]password=" + VALUE);

  private static final Pattern COMMENT = Pattern.compile("(?s)<!--.*?-->");

  private static final Pattern ATTRIBUTE =
      Pattern.compile("(?i)\\s[\\w.-]*" + NAME + "\\s*=\\s*[\"']\\s*" + VALUE);

  private static final Pattern VARIABLE =
      Pattern.compile(
          "(?i)<variable\\b(?=[^>]*\\sname\\s*=\\s*[\"'][^\"']*"
              + NAME
              + "[\"'])[^>]*\\s(?:value|defaultValue)\\s*=\\s*[\"']\\s*"
              + VALUE);

  private static final Pattern FILE = Pattern.compile("(?i)[\\w.-]*" + NAME);

  private SecretText() {}

  /**
   * @param fileName of the file; a variable of Liberty may be a file of the variable's name
   */
  static boolean isIn(String fileName, String text) {
    if (FILE.matcher(fileName).matches()) {
      return true;
    }
    if (!fileName.toLowerCase(Locale.ROOT).endsWith(".xml")) {
      return LINE.matcher(text).find() || IN_ADDRESS.matcher(text).find();
    }
    String elements = COMMENT.matcher(text).replaceAll("");
    return ATTRIBUTE.matcher(elements).find()
        || VARIABLE.matcher(elements).find()
        || IN_ADDRESS.matcher(elements).find();
  }
}
