package coedit.web.auth;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.MalformedURLException;
import java.util.regex.Pattern;

/**
 * What browsers are told about everything this module serves, and how long they may keep files: a
 * file under {@code /assets/} has a hash of its content in its name and never changes.
 */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class SecurityHeaders extends HttpFilter {

  private static final long serialVersionUID = 1;

  private static final String ALONE = "frame-ancestors 'none'";

  /**
   * Scripts come from our own files alone. Editors set styles on elements, and read those of what
   * is pasted; a style sheet that is made by a script needs the page's nonce. No string becomes
   * HTML or a script's address but by the page's own policy, {@code trusted-types.ts}.
   */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; style-src-elem 'self'@nonce@;"
          + " style-src-attr 'unsafe-inline';"
          + " img-src 'self' data: blob: https:; font-src 'self'; connect-src 'self';"
          + " manifest-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none';"
          + " "
          + ALONE
          + ";"
          + " require-trusted-types-for 'script'; trusted-types default";

  private static final String ASSETS = "/assets/";
  private static final Pattern ASSET = Pattern.compile(ASSETS + "(?:[\\w-]+/)*[\\w.-]+\\.\\w+");

  @Inject
  @SuppressWarnings("NullAway.Init")
  transient StrictTransport transport;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    set(response);
    transport
        .instead(request.isSecure(), request.getServerName())
        .ifPresent(value -> response.setHeader("Strict-Transport-Security", value));
    String path = request.getRequestURI();
    if (path.startsWith(ASSETS)) {
      boolean isThere = isFile(path, request.getServletContext());
      response.setHeader(
          "Cache-Control", isThere ? "public, max-age=31536000, immutable" : "no-store");
    } else if (path.startsWith("/api/")) {
      response.setHeader("Vary", "Cookie, Authorization");
      response.setHeader("Surrogate-Control", "no-store");
      response.setHeader("Pragma", "no-cache");
    } else {
      response.setHeader("Cache-Control", "no-cache");
    }
    chain.doFilter(request, response);
  }

  /** Whether a path is that of a file, written as the page writes it. */
  private static boolean isFile(String path, ServletContext archive) throws MalformedURLException {
    return ASSET.matcher(path).matches() && archive.getResource(path) != null;
  }

  /**
   * For the page: lets in what bears a nonce that nobody could know before, and the page into the
   * frames of those who may embed it. Where a policy names ancestors, browsers go by that and not
   * by {@code X-Frame-Options}.
   */
  public static void forPage(HttpServletResponse response, String nonce, Embedding embedding) {
    response.setHeader(
        "Content-Security-Policy",
        POLICY
            .replace("@nonce@", " 'nonce-" + nonce + "'")
            .replace(ALONE, "frame-ancestors " + embedding.ancestors()));
  }

  /** For answers that are given before any filter runs. */
  static void set(HttpServletResponse response) {
    response.setHeader("Content-Security-Policy", POLICY.replace("@nonce@", ""));
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("X-Frame-Options", "DENY");
    response.setHeader("Referrer-Policy", "same-origin");
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    response.setHeader(
        "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
  }
}
