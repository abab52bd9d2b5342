package coedit.web.rest;

import coedit.core.service.AccountService;
import coedit.core.service.AuditEvent;
import coedit.core.service.AuditService;
import coedit.core.service.Outcome;
import coedit.core.service.Participant;
import coedit.core.service.SessionRecord;
import coedit.core.service.SessionService;
import coedit.model.ErrorCode;
import coedit.web.auth.LoginThrottle;
import coedit.web.auth.LoginThrottle.By;
import coedit.web.auth.SignInDesk;
import coedit.web.auth.SignedIn;
import coedit.web.limit.Refusals;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * The own password, of a built-in account: changed by who knows the old one. That ends all other
 * sign-ins of the account, for they may be somebody else's.
 */
@Path("/account/password")
@RequestScoped
public class PasswordResource {

  private static final int LONGEST = 1_000;
  private static final int SHORTEST = 8;

  @Inject AccountService accounts;
  @Inject SessionService sessions;
  @Inject SignInDesk desk;
  @Inject LoginThrottle throttle;
  @Inject AuditService audit;
  @Inject Refusals refusals;

  @Context
  @SuppressWarnings("NullAway.Init")
  SecurityContext security;

  @Context
  @SuppressWarnings("NullAway.Init")
  HttpServletRequest request;

  @PUT
  public Response change(InputStream stream) throws IOException {
    SignedIn who = Caller.of(security);
    JsonBody body = JsonBody.read(stream);
    String old = body.text("old", LONGEST);
    String fresh = body.text("new", LONGEST);
    if (fresh.length() < SHORTEST) {
      throw new BadRequest("a password has at least " + SHORTEST + " characters");
    }
    String address = request.getRemoteAddr();
    List<SessionRecord> before = sessions.ofUser(who.getName());
    Optional<Outcome<Participant>> looked =
        throttle.attempt(
            By.OWNER,
            who.getName(),
            address,
            () -> accounts.changePassword(who.getName(), old, fresh, who.sessionId()),
            outcome -> !isWrong(outcome));
    if (looked.isEmpty()) {
      refusals.count("sign-ins");
      return Answers.error(429, ErrorCode.RATE, "too many wrong passwords; wait a minute")
          .header(HttpHeaders.RETRY_AFTER, LoginThrottle.WINDOW.toSeconds())
          .build();
    }
    if (isWrong(looked.get())) {
      audit.note(AuditEvent.of("password-change-failed", who.getName(), address, ""));
    }
    return Answers.of(looked.get(), changed -> changed(who, before));
  }

  private static boolean isWrong(Outcome<Participant> outcome) {
    return outcome instanceof Outcome.Refused<Participant> refused
        && refused.refusal().code() == ErrorCode.FORBIDDEN;
  }

  private Response changed(SignedIn who, List<SessionRecord> before) {
    audit.note(AuditEvent.of("password-changed", who.getName(), request.getRemoteAddr(), ""));
    desk.endAll(before, who.getName(), who.sessionId(), who.getName(), request);
    return Response.noContent().build();
  }
}
