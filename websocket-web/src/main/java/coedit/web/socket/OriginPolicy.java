package coedit.web.socket;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which pages may open a socket. Cookies go with every handshake a browser makes, whoever's page
 * asks; the {@code Origin} header is what tells them apart (cross-site WebSocket hijacking).
 *
 * @param allowed origins besides the server's own, such as {@code https://docs.example.org}
 */
record OriginPolicy(Set<String> allowed) {

  OriginPolicy {
    allowed = Set.copyOf(allowed);
  }

  /**
   * Whether a handshake may go on.
   *
   * @param origin the header, if sent
   * @param own scheme, host and port that the handshake was sent to, as an origin
   * @param hasCookie whether any cookie came along
   */
  boolean admits(@Nullable String origin, String own, boolean hasCookie) {
    if (origin == null) {
      return !hasCookie;
    }
    return normal(origin).equals(normal(own)) || allowed.contains(origin);
  }

  /** Host names are case-insensitive, and a scheme's own port may be left out. */
  private static String normal(String origin) {
    String lower = origin.toLowerCase(Locale.ROOT);
    if (lower.startsWith("https://") && lower.endsWith(":443")) {
      return lower.substring(0, lower.length() - 4);
    }
    if (lower.startsWith("http://") && lower.endsWith(":80")) {
      return lower.substring(0, lower.length() - 3);
    }
    return lower;
  }
}
