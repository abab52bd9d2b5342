package coedit.web.auth;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * What a request shows to say who it is from. The most explicit wins, and a bad one is not made up
 * for by another.
 */
record Credentials(Kind kind, String value) {

  enum Kind {
    BEARER,
    TICKET,
    COOKIE
  }

  private static final String SOCKETS = "/ws/";

  /** Behind this an address goes on with a document's id or name. */
  private static final String NAMES = "/ws/yjs/";

  private static final String BEARER_PREFIX = "Bearer ";
  private static final String TICKET_PARAMETER = "ticket=";

  static Optional<Credentials> of(HttpServletRequest request) {
    String header = request.getHeader("Authorization");
    if (header != null && header.regionMatches(true, 0, BEARER_PREFIX, 0, BEARER_PREFIX.length())) {
      return Optional.of(
          new Credentials(Kind.BEARER, header.substring(BEARER_PREFIX.length()).trim()));
    }
    Optional<String> ticket = isForSocket(request) ? ticket(request) : Optional.empty();
    if (ticket.isPresent()) {
      return Optional.of(new Credentials(Kind.TICKET, ticket.get()));
    }
    return Cookies.access(request).map(token -> new Credentials(Kind.COOKIE, token));
  }

  private static Optional<String> ticket(HttpServletRequest request) {
    String query = request.getQueryString();
    if (query != null) {
      for (String part : query.split("&", -1)) {
        if (part.startsWith(TICKET_PARAMETER)) {
          return Optional.of(part.substring(TICKET_PARAMETER.length()));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * The document that a socket's address names, by id or name; a name may have slashes. Empty where
   * it is told on the socket.
   */
  static Optional<String> document(HttpServletRequest request) {
    String path = path(request);
    return path.startsWith(NAMES) ? Optional.of(path.substring(NAMES.length())) : Optional.empty();
  }

  /** Whether a socket is asked for, and not an address of the REST interface. */
  static boolean isForSocket(HttpServletRequest request) {
    return path(request).startsWith(SOCKETS);
  }

  /**
   * Where the request goes: decoded and without detours, as the server itself understands it. What
   * the peer has spelt may begin otherwise.
   */
  private static String path(HttpServletRequest request) {
    String rest = request.getPathInfo();
    return request.getServletPath() + (rest == null ? "" : rest);
  }

  @Override
  public String toString() {
    return "Credentials[" + kind + "]";
  }
}
