package coedit.web.rest;

import coedit.core.service.SessionService;
import coedit.model.ErrorCode;
import coedit.web.auth.AuthSettings;
import coedit.web.auth.SignedIn;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.time.Duration;
import java.util.Optional;

/**
 * Lets critical calls pass only for a while after a password was given, if the operator says so;
 * renewing does not count. Of an issuer elsewhere the time counts that it tells. A refusal says
 * what is asked for (RFC 9470, step-up authentication).
 */
@Provider
@Critical
@Dependent
public class FreshSignIn implements ContainerRequestFilter {

  @Inject
  @SuppressWarnings("NullAway.Init")
  AuthSettings settings;

  @Inject
  @SuppressWarnings("NullAway.Init")
  SessionService sessions;

  @Override
  public void filter(ContainerRequestContext request) {
    Optional<Duration> fresh = settings.fresh();
    if (fresh.isPresent()
        && request.getSecurityContext().getUserPrincipal() instanceof SignedIn who
        && isOld(who, fresh.get(), sessions)) {
      request.abortWith(
          Answers.error(
                  401, ErrorCode.UNAUTHENTICATED, "sign out and in again: this takes a new sign-in")
              .header(
                  HttpHeaders.WWW_AUTHENTICATE,
                  "Bearer error=\"insufficient_user_authentication\", max_age="
                      + fresh.get().toSeconds())
              .build());
    }
  }

  /** Whether somebody proved who they are longer ago than that. */
  static boolean isOld(SignedIn who, Duration fresh, SessionService sessions) {
    return who.provenAt()
        .or(() -> sessions.find(who.sessionId()).map(session -> session.begun().provenAt()))
        .filter(at -> at.plus(fresh).isBefore(sessions.now()))
        .isPresent();
  }
}
