package coedit.web.auth;

import coedit.core.service.Participant;
import coedit.core.service.SessionRecord;
import coedit.web.auth.SignIns.Opened;
import coedit.web.auth.SignedTokens.Purpose;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;

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
  private final ExternalTokens external;
  private final CsrfTokens csrf;
  private final CachedLiveness liveness;
  private final AuthSettings settings;
  private final Cookies cookies;

  @Inject
  @SuppressWarnings("checkstyle:ParameterNumber") // each is one thing that a sign-in needs
  SignInDesk(
      SignIns signIns,
      SignedTokens tokens,
      ExternalTokens external,
      CsrfTokens csrf,
      CachedLiveness liveness,
      AuthSettings settings,
      Embedding embedding) {
    this.signIns = signIns;
    this.tokens = tokens;
    this.external = external;
    this.csrf = csrf;
    this.liveness = liveness;
    this.settings = settings;
    this.cookies = new Cookies(embedding);
  }

  /**
   * Empty when the sign-in is not good.
   *
   * @param isGood asked once the sign-in can be found, see {@link SignIns}
   */
  public Optional<Card> begin(
      Participant participant,
      SignInProof proof,
      BooleanSupplier isGood,
      HttpServletRequest request,
      HttpServletResponse response) {
    String agent = Objects.requireNonNullElse(request.getHeader("User-Agent"), "");
    return signIns
        .begin(participant, proof, isGood, request.getRemoteAddr(), agent)
        .map(opened -> handOut(opened, request, response));
  }

  /** Who an issuer elsewhere says that the request is from. */
  public Optional<SignedIn> introduced(HttpServletRequest request) {
    return Credentials.of(request)
        .filter(shown -> shown.kind() == Credentials.Kind.BEARER)
        .flatMap(shown -> external.read(shown.value()))
        .map(SignedTokens.Verified::who);
  }

  /** Empty, and the cookies are cleared, when the refresh cookie is not good (any more). */
  public Optional<Card> renew(HttpServletRequest request, HttpServletResponse response) {
    Optional<Card> card =
        refresh(request)
            .flatMap(token -> signIns.renew(token, request.getRemoteAddr()))
            .map(opened -> handOut(opened, request, response));
    if (card.isEmpty()) {
      refresh(request).flatMap(signIns::sessionOf).ifPresent(liveness::ended);
      cookies.clear(request, response);
    }
    return card;
  }

  /** Ends the sign-in that the request's cookies or bearer token belong to. */
  public void end(HttpServletRequest request, HttpServletResponse response) {
    Optional<SignedIn> who = byAccess(request);
    sessionOf(request)
        .ifPresent(
            session -> end(session, who.map(SignedIn::getName).orElse(""), request, "sign-out"));
    cookies.clear(request, response);
  }

  /** Ends a sign-in, perhaps somebody else's. */
  public void end(String session, String actor, HttpServletRequest request, String event) {
    signIns.end(session, actor, request.getRemoteAddr(), event);
    liveness.ended(session);
  }

  /**
   * Ends what a user has, after the account has changed.
   *
   * @param before the sign-ins that the store has ended with that change
   * @param kept the id of one that goes on; empty for none
   */
  public void endAll(
      List<SessionRecord> before,
      String user,
      String kept,
      String actor,
      HttpServletRequest request) {
    signIns.endAll(before, user, kept, actor, request.getRemoteAddr()).forEach(liveness::ended);
  }

  /**
   * Whether a request that ends a sign-in shows the CSRF value of it: only who has been signed in
   * knows that, so a session's id alone ends nothing. A bearer token that is good, or no sign-in at
   * all, needs none.
   */
  public boolean mayEnd(HttpServletRequest request) {
    boolean byBearer =
        Credentials.of(request)
            .filter(shown -> shown.kind() == Credentials.Kind.BEARER)
            .flatMap(shown -> tokens.read(Purpose.ACCESS, shown.value()))
            .isPresent();
    return byBearer || shows(request, sessionOf(request));
  }

  /**
   * Whether a request that renews a sign-in by its cookie shows the CSRF value of it. That is in a
   * cookie, too, which nobody else can plant: who plants the other one must not have somebody's
   * page go on in a sign-in that is not theirs.
   */
  public boolean mayRenew(HttpServletRequest request) {
    Optional<String> session = refresh(request).flatMap(signIns::sessionOf);
    String cookie = Cookies.csrf(request).orElse(null);
    return shows(request, session) && session.map(id -> csrf.matches(id, cookie)).orElse(true);
  }

  /** Of several that whose CSRF value is shown. */
  private Optional<String> refresh(HttpServletRequest request) {
    List<String> all = Cookies.refresh(request);
    return all.stream()
        .filter(token -> signIns.sessionOf(token).isPresent())
        .filter(token -> shows(request, signIns.sessionOf(token)))
        .findFirst()
        .or(() -> all.stream().findFirst());
  }

  private boolean shows(HttpServletRequest request, Optional<String> session) {
    return session.map(id -> csrf.matches(id, request.getHeader("X-CSRF-Token"))).orElse(true);
  }

  private Optional<String> sessionOf(HttpServletRequest request) {
    return byAccess(request)
        .map(SignedIn::sessionId)
        .or(() -> refresh(request).flatMap(signIns::sessionOf));
  }

  private Optional<SignedIn> byAccess(HttpServletRequest request) {
    return Credentials.of(request)
        .flatMap(shown -> tokens.read(Purpose.ACCESS, shown.value()))
        .map(SignedTokens.Verified::who);
  }

  private Card handOut(Opened opened, HttpServletRequest request, HttpServletResponse response) {
    SignedIn who = opened.who();
    Instant now = signIns.now();
    Duration rest = Duration.between(now, who.expiresAt());
    Duration life = settings.token().compareTo(rest) < 0 ? settings.token() : rest;
    cookies.setAccess(
        request, response, tokens.issue(Purpose.ACCESS, who, life, Optional.empty()), life);
    opened.refreshToken().ifPresent(token -> cookies.setRefresh(request, response, token, rest));
    cookies.setCsrf(request, response, csrf.of(who.sessionId()), rest);
    return new Card(who, now.plus(life));
  }
}
