package coedit.web.rest;

import coedit.core.service.AccountService;
import coedit.core.service.AuditEvent;
import coedit.core.service.AuditService;
import coedit.core.service.Participant;
import coedit.model.ErrorCode;
import coedit.web.auth.LoginThrottle;
import coedit.web.auth.LoginThrottle.By;
import coedit.web.auth.Origins;
import coedit.web.auth.PasswordCheck;
import coedit.web.auth.SignInDesk;
import coedit.web.auth.SignInProof;
import coedit.web.auth.SignedIn;
import coedit.web.limit.AddressBlock;
import coedit.web.limit.Refusals;
import coedit.web.limit.RequestRates;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Signing in, renewing, signing out. */
@Path("/sessions")
@RequestScoped
public class SessionsResource {

  private static final int LONGEST_USER = 200;
  private static final int LONGEST_PASSWORD = 1_000;
  private static final int BETWEEN_SIGN_INS_SECONDS = 5;

  @Inject PasswordCheck passwords;
  @Inject AccountService accounts;
  @Inject SignInDesk desk;
  @Inject LoginThrottle throttle;
  @Inject Origins origins;
  @Inject AuditService audit;
  @Inject Refusals refusals;
  @Inject RequestRates rates;

  @Context
  @SuppressWarnings("NullAway.Init")
  HttpServletRequest request;

  @Context
  @SuppressWarnings("NullAway.Init")
  HttpServletResponse response;

  /** By name and password; or by the Bearer token of an issuer that is trusted, without a body. */
  @POST
  @Consumes(MediaType.WILDCARD)
  public Response signIn(InputStream stream) throws IOException {
    if (isForeign()) {
      return foreign();
    }
    Optional<SignedIn> introduced = desk.introduced(request);
    if (introduced.isPresent()) {
      SignedIn who = introduced.get();
      return begin(who.participant(), SignInProof.of(who), Optional.empty());
    }
    JsonBody body = JsonBody.read(stream);
    String user = body.text("user", LONGEST_USER);
    String password = body.text("password", LONGEST_PASSWORD);
    String address = request.getRemoteAddr();
    if (!rates.maySignIn(user)) {
      return tooOften();
    }
    Optional<Looked> looked =
        throttle.attempt(
            By.ANYBODY, user, address, () -> look(user, password), it -> it.who().isPresent());
    if (looked.isEmpty()) {
      refusals.count("sign-ins");
      noteOfStranger("sign-in-held-off", user, address);
      return Answers.error(429, ErrorCode.RATE, "too many failed sign-ins; wait a minute")
          .header(HttpHeaders.RETRY_AFTER, LoginThrottle.WINDOW.toSeconds())
          .build();
    }
    Optional<Participant> participant = looked.get().who();
    if (participant.isEmpty()) {
      noteOfStranger("sign-in-failed", user, address);
      return wrong();
    }
    return begin(participant.get(), SignInProof.PASSWORD, looked.get().mark());
  }

  private void noteOfStranger(String event, String user, String address) {
    audit.noteOfStranger(AuditEvent.of(event, user, address, ""), AddressBlock.of(address));
  }

  /**
   * What was found out about a name and a password.
   *
   * @param mark of the account, before the password was looked at
   */
  private record Looked(Optional<Participant> who, Optional<String> mark) {}

  private Looked look(String user, String password) {
    Optional<String> mark = accounts.mark(user);
    return new Looked(passwords.verify(user, password), mark);
  }

  /**
   * Begins a sign-in.
   *
   * @param mark of the account, before the password was looked at
   */
  private Response begin(Participant participant, SignInProof proof, Optional<String> mark) {
    String user = participant.user();
    if (!rates.admitSignIn(user)) {
      return tooOften();
    }
    return desk.begin(participant, proof, () -> accounts.mark(user).equals(mark), request, response)
        .map(this::card)
        .orElseGet(SessionsResource::wrong);
  }

  private static Response wrong() {
    return Answers.error(401, ErrorCode.UNAUTHENTICATED, "wrong user name or password").build();
  }

  private Response tooOften() {
    refusals.count("sign-ins-of-user");
    return Answers.error(429, ErrorCode.RATE, "signed in too often; wait a little")
        .header(HttpHeaders.RETRY_AFTER, BETWEEN_SIGN_INS_SECONDS)
        .build();
  }

  @POST
  @Path("/refresh")
  public Response renew() {
    if (isForeign() || !desk.mayRenew(request)) {
      return foreign();
    }
    return desk.renew(request, response)
        .map(this::card)
        .orElseGet(
            () -> Answers.error(401, ErrorCode.UNAUTHENTICATED, "the sign-in has ended").build());
  }

  @DELETE
  public Response signOut() {
    if (isForeign() || !desk.mayEnd(request)) {
      return foreign();
    }
    desk.end(request, response);
    return Response.noContent().build();
  }

  /** Who am I. A browser may keep it for a minute, for these very cookies ({@code Vary}). */
  @GET
  @Path("/current")
  public Response current(@Context SecurityContext security) {
    SignedIn who = Caller.of(security);
    return Response.ok(person(who).build(), MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "private, max-age=60")
        .build();
  }

  private Response card(SignInDesk.Card card) {
    JsonObjectBuilder body =
        person(card.who())
            .add("expiresAt", card.tokenExpiresAt().toString())
            .add("builtIn", accounts.find(card.who().getName()).isPresent());
    return Response.ok(body.build(), MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }

  private static JsonObjectBuilder person(SignedIn who) {
    return Json.createObjectBuilder()
        .add("user", who.participant().user())
        .add("displayName", who.participant().displayName())
        .add("administrator", who.participant().administrator())
        .add("sessionExpiresAt", who.expiresAt().toString());
  }

  private boolean isForeign() {
    return !origins.admits(request);
  }

  private static Response foreign() {
    return Answers.error(403, ErrorCode.FORBIDDEN, "the request is not known to come from our page")
        .build();
  }
}
