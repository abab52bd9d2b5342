package coedit.web.auth;

import coedit.model.ErrorCode;
import coedit.web.auth.Credentials.Kind;
import coedit.web.auth.SignedTokens.Purpose;
import coedit.web.auth.SignedTokens.Verified;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationException;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Says who a request to the REST interface or to a socket is from, before either is reached. The
 * page and its assets are for everyone and are not looked at.
 */
@ApplicationScoped
public class SignInMechanism implements HttpAuthenticationMechanism {

  private static final System.Logger LOG = System.getLogger(SignInMechanism.class.getName());
  private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");
  private static final String SHOWS_NONE = SignInMechanism.class.getName() + ".showsNone";

  @Inject SignedTokens tokens;
  @Inject Tickets tickets;
  @Inject CsrfTokens csrf;
  @Inject Origins origins;
  @Inject CachedLiveness liveness;
  @Inject ExternalTokens external;
  @Inject AddressLimit addresses;

  @Override
  public AuthenticationStatus validateRequest(
      HttpServletRequest request, HttpServletResponse response, HttpMessageContext context)
      throws AuthenticationException {
    if (!context.isProtected()) {
      return Credentials.isForSocket(request) ? welcome(request, context) : context.doNothing();
    }
    SecurityHeaders.set(response);
    try {
      return addresses.admits(request, response)
          ? authenticate(request, response, context)
          : AuthenticationStatus.SEND_FAILURE;
    } catch (IOException gone) {
      throw new AuthenticationException("cannot answer", gone);
    }
  }

  /**
   * Whether a handshake that may come without a sign-in shows a token or a ticket that is none. It
   * is to be refused there: where no sign-in is asked for, the server goes on whatever is said
   * here. A cookie goes with a handshake by itself, also an old one.
   */
  public static boolean showsNone(HttpServletRequest request) {
    return request.getAttribute(SHOWS_NONE) != null;
  }

  /** To a socket on which people may sign in later: says who is known. */
  private AuthenticationStatus welcome(HttpServletRequest request, HttpMessageContext context) {
    if (!addresses.admits(request)) {
      return context.doNothing(); // a filter answers, nothing is looked at
    }
    Optional<Credentials> shown = Credentials.of(request);
    boolean stranger =
        shown.isEmpty()
            || (shown.get().kind() == Kind.COOKIE
                && !origins.admits(request.getHeader("Origin"), Origins.own(request)));
    if (stranger) {
      return context.doNothing();
    }
    try {
      Optional<SignedIn> who =
          verify(shown.get(), request)
              .map(token -> token.who().at(request.getRemoteAddr()))
              .filter(known -> liveness.isLiveNow(known.sessionId()));
      if (who.isPresent()) {
        return context.notifyContainerAboutLogin(who.get(), roles(who.get()));
      }
      if (shown.get().kind() != Kind.COOKIE) {
        request.setAttribute(SHOWS_NONE, true);
      }
      return context.doNothing();
    } catch (RuntimeException storeAway) {
      LOG.log(System.Logger.Level.WARNING, "cannot check a sign-in", storeAway);
      return context.doNothing();
    }
  }

  private AuthenticationStatus authenticate(
      HttpServletRequest request, HttpServletResponse response, HttpMessageContext context)
      throws IOException {
    Optional<Credentials> credentials = Credentials.of(request);
    Optional<Verified> verified;
    try {
      verified =
          credentials
              .flatMap(shown -> verify(shown, request))
              .filter(token -> liveness.isLiveNow(token.who().sessionId()));
    } catch (RuntimeException storeAway) {
      LOG.log(System.Logger.Level.WARNING, "cannot check a sign-in", storeAway);
      response.setHeader("Retry-After", "1");
      JsonError.write(
          response,
          HttpServletResponse.SC_SERVICE_UNAVAILABLE,
          ErrorCode.DEGRADED,
          "sign-in cannot be checked now");
      return AuthenticationStatus.SEND_FAILURE;
    }
    if (verified.isEmpty()) {
      response.setHeader("WWW-Authenticate", "Bearer");
      JsonError.write(
          response,
          HttpServletResponse.SC_UNAUTHORIZED,
          ErrorCode.UNAUTHENTICATED,
          "sign in first");
      return AuthenticationStatus.SEND_FAILURE;
    }
    SignedIn who = verified.get().who().at(request.getRemoteAddr());
    if (credentials.get().kind() == Kind.COOKIE && !isOwnPage(request, who)) {
      JsonError.write(
          response,
          HttpServletResponse.SC_FORBIDDEN,
          ErrorCode.FORBIDDEN,
          "the request is not known to come from our page");
      return AuthenticationStatus.SEND_FAILURE;
    }
    return context.notifyContainerAboutLogin(who, roles(who));
  }

  private Optional<Verified> verify(Credentials shown, HttpServletRequest request) {
    return switch (shown.kind()) {
      case TICKET -> tickets.redeem(shown.value(), Credentials.document(request));
      case COOKIE -> tokens.read(Purpose.ACCESS, shown.value());
      case BEARER ->
          tokens.read(Purpose.ACCESS, shown.value()).or(() -> external.read(shown.value()));
    };
  }

  /** Whether a request that a browser adds cookies to by itself is one that our page meant. */
  private boolean isOwnPage(HttpServletRequest request, SignedIn who) {
    if (Credentials.isForSocket(request)) {
      return origins.admits(request.getHeader("Origin"), Origins.own(request));
    }
    return SAFE_METHODS.contains(request.getMethod())
        || (origins.admits(request)
            && csrf.matches(who.sessionId(), request.getHeader("X-CSRF-Token")));
  }

  private static Set<String> roles(SignedIn who) {
    Set<String> roles = new HashSet<>();
    roles.add("user");
    if (who.participant().administrator()) {
      roles.add("admin");
    }
    return roles;
  }
}
