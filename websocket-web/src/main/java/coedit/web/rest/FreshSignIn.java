package coedit.web.rest;

import coedit.core.service.SessionRecord;
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
 * renewing does not count. A refusal says what is asked for (RFC 9470, step-up authentication). The
 * tokens of an issuer elsewhere pass: how long they are good is the issuer's to say.
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
        && sessions.find(who.sessionId()).filter(found -> isOld(found, fresh.get())).isPresent()) {
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

  private boolean isOld(SessionRecord session, Duration fresh) {
    return session.begun().at().plus(fresh).isBefore(sessions.now());
  }
}
