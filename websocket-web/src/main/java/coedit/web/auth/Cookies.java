package coedit.web.auth;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;

/** The cookies of a sign-in: all Secure and SameSite=Strict; only the CSRF value is for scripts. */
final class Cookies {

  static final String ACCESS = "coedit-access";
  static final String REFRESH = "coedit-refresh";
  static final String CSRF = "coedit-csrf";

  private static final String REFRESH_PATH = "/api/v1/sessions";

  private Cookies() {}

  static Optional<String> read(HttpServletRequest request, String name) {
    Cookie[] cookies = request.getCookies();
    if (cookies != null) {
      for (Cookie cookie : cookies) {
        if (cookie.getName().equals(name) && !cookie.getValue().isEmpty()) {
          return Optional.of(cookie.getValue());
        }
      }
    }
    return Optional.empty();
  }

  static void setAccess(HttpServletResponse response, String token, Duration life) {
    response.addCookie(hidden(cookie(ACCESS, token, "/", life)));
  }

  static void setRefresh(HttpServletResponse response, String token, Duration life) {
    response.addCookie(hidden(cookie(REFRESH, token, REFRESH_PATH, life)));
  }

  static void setCsrf(HttpServletResponse response, String value, Duration life) {
    response.addCookie(cookie(CSRF, value, "/", life));
  }

  static void clear(HttpServletResponse response) {
    setAccess(response, "", Duration.ZERO);
    setRefresh(response, "", Duration.ZERO);
    setCsrf(response, "", Duration.ZERO);
  }

  private static Cookie cookie(String name, String value, String path, Duration life) {
    Cookie cookie = new Cookie(name, value);
    cookie.setPath(path);
    cookie.setMaxAge((int) life.toSeconds());
    cookie.setSecure(true);
    cookie.setAttribute("SameSite", "Strict");
    return cookie;
  }

  private static Cookie hidden(Cookie cookie) {
    cookie.setHttpOnly(true);
    return cookie;
  }
}
