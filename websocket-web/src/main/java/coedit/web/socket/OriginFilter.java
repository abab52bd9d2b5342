package coedit.web.socket;

import coedit.web.auth.SignInMechanism;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * Answers 403 to a handshake from a foreign page, 401 to one with a token that is none, and 429 to
 * one from an address that has as many sockets as it may. A filter, because the WebSocket API's own
 * check is given the {@code Origin} alone and cannot compare it with the address that was called.
 */
@WebFilter("/ws/*")
public class OriginFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  private static final int TOO_MANY_REQUESTS = 429;

  @Inject transient Config config;
  @Inject transient CollabSockets sockets;
  private transient @Nullable OriginPolicy policy;

  @Override
  public void init() {
    Optional<List<String>> origins = config.getOptionalValues("coedit.origins", String.class);
    policy = new OriginPolicy(Set.copyOf(origins.orElse(List.of())));
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String own = request.getScheme() + "://" + request.getHeader("Host");
    boolean hasCookie = request.getHeader("Cookie") != null;
    if (policy == null || !policy.admits(request.getHeader("Origin"), own, hasCookie)) {
      response.sendError(HttpServletResponse.SC_FORBIDDEN);
    } else if (SignInMechanism.showsNone(request)) {
      response.setHeader("WWW-Authenticate", "Bearer");
      response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
    } else if (!sockets.registry().hasRoomFor(request.getRemoteAddr())) {
      response.setHeader("Retry-After", "10");
      response.sendError(TOO_MANY_REQUESTS);
    } else {
      chain.doFilter(new AddressedRequest(request), response);
    }
  }
}
