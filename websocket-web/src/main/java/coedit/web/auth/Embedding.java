package coedit.web.auth;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Whose pages may show ours in a frame. Cookies are Strict otherwise; in a frame of another site a
 * browser sends only such as are not. The CSRF value and the origin are asked for in either case.
 *
 * @param origins such as {@code https://intranet.example.org}; none: nobody's
 */
public record Embedding(Set<String> origins) {

  /** No quote, space or semicolon: it goes into a header. */
  private static final Pattern ORIGIN = Pattern.compile("https?://[A-Za-z0-9.*\\[\\]:-]+");

  public Embedding {
    origins = Set.copyOf(origins);
    for (String origin : origins) {
      if (!ORIGIN.matcher(origin).matches()) {
        throw new IllegalArgumentException("coedit.embed.origins has no origin in " + origin);
      }
    }
  }

  /**
   * What our cookies say of other sites. In a frame they are the frame's own (partitioned): a
   * browser that keeps the cookies of others out of pages keeps those.
   */
  Map<String, String> attributes() {
    return origins.isEmpty()
        ? Map.of("SameSite", "Strict")
        : Map.of("SameSite", "None", "Partitioned", "");
  }

  /** The sources of {@code frame-ancestors}. */
  String ancestors() {
    return origins.isEmpty() ? "'none'" : String.join(" ", new TreeSet<>(origins));
  }
}
