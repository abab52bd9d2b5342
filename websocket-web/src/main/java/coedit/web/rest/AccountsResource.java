package coedit.web.rest;

import coedit.core.service.AccountService;
import coedit.core.service.AccountService.BuiltIn;
import coedit.core.service.AuditEvent;
import coedit.core.service.AuditService;
import coedit.core.service.Outcome;
import coedit.core.service.SessionRecord;
import coedit.core.service.SessionService;
import coedit.web.auth.SignInDesk;
import coedit.web.auth.SignedIn;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;

/** For administrators of the server: the built-in accounts, each disabled or not. */
@Path("/admin/accounts")
@RequestScoped
public class AccountsResource {

  private static final int LONGEST = 255;

  @Inject AccountService accounts;
  @Inject SessionService sessions;
  @Inject SignInDesk desk;
  @Inject AuditService audit;

  @Context
  @SuppressWarnings("NullAway.Init")
  SecurityContext security;

  @Context
  @SuppressWarnings("NullAway.Init")
  HttpServletRequest request;

  @GET
  public Response list() {
    var unused = Caller.administrator(security);
    JsonArrayBuilder list = Json.createArrayBuilder();
    accounts.all().forEach(account -> list.add(json(account)));
    return answer(Json.createObjectBuilder().add("accounts", list));
  }

  /**
   * Lets somebody sign in with an account, or nobody, and then who is signed in is so no longer.
   */
  @PUT
  @Critical
  @Path("/{user}")
  public Response change(@PathParam("user") String name, InputStream stream) throws IOException {
    SignedIn who = Caller.administrator(security);
    String user = JsonBody.checked("user", name, LONGEST).orElseThrow();
    boolean enabled = JsonBody.read(stream).flag("enabled");
    List<SessionRecord> before = sessions.ofUser(user);
    Outcome<BuiltIn> outcome = accounts.enable(user, enabled);
    return Answers.of(outcome, account -> changed(who, account, enabled, before));
  }

  private Response changed(
      SignedIn who, BuiltIn account, boolean enabled, List<SessionRecord> before) {
    String user = account.participant().user();
    String event = enabled ? "account-enabled" : "account-disabled";
    audit.note(AuditEvent.of(event, who.getName(), request.getRemoteAddr(), "of user " + user));
    if (!enabled) {
      desk.endAll(before, user, "", who.getName(), request);
    }
    return answer(json(account));
  }

  private static JsonObjectBuilder json(BuiltIn account) {
    return Json.createObjectBuilder()
        .add("user", account.participant().user())
        .add("displayName", account.participant().displayName())
        .add("administrator", account.participant().administrator())
        .add("state", account.state().name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  private static Response answer(JsonObjectBuilder body) {
    return Response.ok(body.build(), MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }
}
