package coedit.web.auth;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where pages that may use our cookies come from: the address a request was sent to, and those that
 * are configured (a proxy's).
 *
 * @param allowed such as {@code https://docs.example.org}
 */
public record Origins(Set<String> allowed) {

  public Origins {
    allowed = Set.copyOf(allowed);
  }

  /**
   * Whether a request's {@code Origin} header is fine.
   *
   * @param own scheme, host and port that the request was sent to, as an origin
   */
  public boolean admits(@Nullable String origin, String own) {
    return origin != null && (normal(origin).equals(normal(own)) || allowed.contains(origin));
  }

  /** The origin that this request was sent to. HTTP/2 has no Host header, but says the same. */
  public static String own(HttpServletRequest request) {
    String host = request.getHeader("Host");
    String authority =
        host != null ? host : request.getServerName() + ":" + request.getServerPort();
    return request.getScheme() + "://" + authority;
  }

  private static String normal(String origin) {
    String lower = origin.toLowerCase(Locale.ROOT);
    if (lower.startsWith("http://") && lower.endsWith(":80")) {
      return lower.substring(0, lower.length() - ":80".length());
    }
    if (lower.startsWith("https://") && lower.endsWith(":443")) {
      return lower.substring(0, lower.length() - ":443".length());
    }
    return lower;
  }
}
