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

  private static final Set<String> OWN_FETCH_SITES = Set.of("same-origin", "none");

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

  /**
   * Whether a request that changes something may come from our page, by what a browser says about
   * it. A tool that is no browser sends neither header and is let through; its CSRF value decides.
   */
  public boolean admits(HttpServletRequest request) {
    String origin = request.getHeader("Origin");
    String fetchSite = request.getHeader("Sec-Fetch-Site");
    return (origin == null || admits(origin, own(request)))
        && (fetchSite == null || OWN_FETCH_SITES.contains(fetchSite));
  }

  /**
   * The origin that this request was sent to. HTTP/2 has no {@code Host} header to take it from.
   */
  public static String own(HttpServletRequest request) {
    String host = request.getHeader("Host");
    return request.getScheme() + "://" + (host == null ? authority(request) : host);
  }

  private static String authority(HttpServletRequest request) {
    String name = request.getServerName();
    boolean bareAddress = name.contains(":") && !name.startsWith("[");
    return (bareAddress ? "[" + name + "]" : name) + ":" + request.getServerPort();
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
