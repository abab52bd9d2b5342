package coedit.web.auth;

import coedit.core.service.Participant;
import coedit.web.auth.SignIns.Opened;
import coedit.web.auth.SignedTokens.Purpose;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Hands the cookies of a sign-in out and takes them back: the servlet side of {@link SignIns}. The
 * REST interface asks here and sees no token.
 */
@Dependent
public class SignInDesk {

  /** What the answer to a sign-in or a renewal says. */
  public record Card(SignedIn who, Instant tokenExpiresAt) {}

  private final SignIns signIns;
  private final SignedTokens tokens;
  private final CsrfTokens csrf;
  private final CachedLiveness liveness;
  private final AuthSettings settings;

  @Inject
  public SignInDesk(
      SignIns signIns,
      SignedTokens tokens,
      CsrfTokens csrf,
      CachedLiveness liveness,
      AuthSettings settings) {
    this.signIns = signIns;
    this.tokens = tokens;
    this.csrf = csrf;
    this.liveness = liveness;
    this.settings = settings;
  }

  public Card begin(Participant participant, HttpServletResponse response) {
    return handOut(signIns.begin(participant), response);
  }

  /** Empty, and the cookies are cleared, when the refresh cookie is not good (any more). */
  public Optional<Card> renew(HttpServletRequest request, HttpServletResponse response) {
    Optional<Card> card =
        Cookies.read(request, Cookies.REFRESH)
            .flatMap(signIns::renew)
            .map(opened -> handOut(opened, response));
    if (card.isEmpty()) {
      sessionOf(request).ifPresent(liveness::forget);
      Cookies.clear(response);
    }
    return card;
  }

  /** Ends the sign-in that the request's cookies or bearer token belong to. */
  public void end(HttpServletRequest request, HttpServletResponse response) {
    sessionOf(request)
        .ifPresent(
            session -> {
              signIns.end(session);
              liveness.forget(session);
            });
    Cookies.clear(response);
  }

  /**
   * Whether a request that renews or ends a sign-in by cookie shows the CSRF value of it. A bearer
   * token, or no sign-in at all, needs none.
   */
  public boolean isMeant(HttpServletRequest request) {
    Optional<Credentials> shown = Credentials.of(request);
    return shown.filter(c -> c.kind() == Credentials.Kind.BEARER).isPresent()
        || sessionOf(request)
            .map(session -> csrf.matches(session, request.getHeader("X-CSRF-Token")))
            .orElse(true);
  }

  private Optional<String> sessionOf(HttpServletRequest request) {
    Optional<String> byAccess =
        Credentials.of(request)
            .flatMap(shown -> tokens.read(Purpose.ACCESS, shown.value()))
            .map(token -> token.who().sessionId());
    return byAccess.or(() -> Cookies.read(request, Cookies.REFRESH).flatMap(signIns::sessionOf));
  }

  private Card handOut(Opened opened, HttpServletResponse response) {
    SignedIn who = opened.who();
    Instant now = Instant.now();
    Duration rest = Duration.between(now, who.expiresAt());
    Duration life = settings.token().compareTo(rest) < 0 ? settings.token() : rest;
    Cookies.setAccess(response, tokens.issue(Purpose.ACCESS, who, life, Optional.empty()), life);
    opened.refreshToken().ifPresent(token -> Cookies.setRefresh(response, token, rest));
    Cookies.setCsrf(response, csrf.of(who.sessionId()), rest);
    return new Card(who, now.plus(life));
  }
}
