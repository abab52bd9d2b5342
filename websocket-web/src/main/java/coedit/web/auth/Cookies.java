package coedit.web.auth;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The cookies of a sign-in: all Secure and SameSite=Strict, unless the page is {@linkplain
 * Embedding embedded}; only the CSRF value is for scripts. Over HTTPS their names bear the prefixes
 * with which a browser lets no neighbouring host and no plain HTTP plant one (RFC 6265bis, 4.1.3);
 * on loopback without TLS browsers would not take those.
 */
final class Cookies {

  private static final String CSRF = "coedit-csrf";
  private static final String ACCESS = "coedit-access";
  private static final String REFRESH = "coedit-refresh";
  private static final String REFRESH_PATH = "/api/v1/sessions";

  private final Embedding embedding;

  Cookies(Embedding embedding) {
    this.embedding = embedding;
  }

  static Optional<String> access(HttpServletRequest request) {
    return read(request, accessName(request)).findFirst();
  }

  /** Another than ours may be among them: a neighbouring host may plant one with a path. */
  static List<String> refresh(HttpServletRequest request) {
    return read(request, refreshName(request)).toList();
  }

  /** None but ours over HTTPS. */
  static Optional<String> csrf(HttpServletRequest request) {
    return read(request, csrfName(request)).findFirst();
  }

  private static String accessName(HttpServletRequest request) {
    return request.isSecure() ? "__Host-" + ACCESS : ACCESS;
  }

  private static String refreshName(HttpServletRequest request) {
    return request.isSecure() ? "__Secure-" + REFRESH : REFRESH;
  }

  private static String csrfName(HttpServletRequest request) {
    return request.isSecure() ? "__Host-" + CSRF : CSRF;
  }

  private static Stream<String> read(HttpServletRequest request, String name) {
    Cookie[] cookies = request.getCookies();
    return cookies == null
        ? Stream.empty()
        : Arrays.stream(cookies)
            .filter(cookie -> cookie.getName().equals(name))
            .map(Cookie::getValue)
            .filter(value -> !value.isEmpty());
  }

  void setAccess(
      HttpServletRequest request, HttpServletResponse response, String token, Duration life) {
    response.addCookie(hidden(cookie(accessName(request), token, "/", life)));
  }

  void setRefresh(
      HttpServletRequest request, HttpServletResponse response, String token, Duration life) {
    response.addCookie(hidden(cookie(refreshName(request), token, REFRESH_PATH, life)));
  }

  void setCsrf(
      HttpServletRequest request, HttpServletResponse response, String value, Duration life) {
    response.addCookie(cookie(csrfName(request), value, "/", life));
  }

  void clear(HttpServletRequest request, HttpServletResponse response) {
    setAccess(request, response, "", Duration.ZERO);
    setRefresh(request, response, "", Duration.ZERO);
    setCsrf(request, response, "", Duration.ZERO);
  }

  private Cookie cookie(String name, String value, String path, Duration life) {
    Cookie cookie = new Cookie(name, value);
    cookie.setPath(path);
    cookie.setMaxAge((int) life.toSeconds());
    cookie.setSecure(true);
    embedding.attributes().forEach(cookie::setAttribute);
    return cookie;
  }

  private static Cookie hidden(Cookie cookie) {
    cookie.setHttpOnly(true);
    return cookie;
  }
}
