package coedit.web.rest;

import coedit.core.service.SessionRecord;
import coedit.core.service.SessionService;
import coedit.model.ErrorCode;
import coedit.web.auth.SignInDesk;
import coedit.web.auth.SignedIn;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;

/** One's own sign-ins: seen, and ended one by one or all at once. */
@Path("/account/sessions")
@RequestScoped
public class AccountResource {

  @Inject SessionService sessions;
  @Inject SignInDesk desk;

  @Context
  @SuppressWarnings("NullAway.Init")
  SecurityContext security;

  @Context
  @SuppressWarnings("NullAway.Init")
  HttpServletRequest request;

  @GET
  public Response list() {
    SignedIn who = Caller.of(security);
    return SessionJson.answer(sessions.ofUser(who.getName()), who.sessionId());
  }

  /** Ends one of one's own sign-ins. */
  @DELETE
  @Path("/{id}")
  public Response end(@PathParam("id") String id) {
    SignedIn who = Caller.of(security);
    List<SessionRecord> own = sessions.ofUser(who.getName());
    if (own.stream().noneMatch(session -> session.id().equals(id))) {
      return Answers.error(404, ErrorCode.NOT_FOUND, "there is no such sign-in").build();
    }
    desk.end(id, who.getName(), request, "sign-in-ended");
    return Response.noContent().build();
  }

  /** Signs out everywhere, here too. */
  @DELETE
  public Response endAll() {
    SignedIn who = Caller.of(security);
    for (SessionRecord session : sessions.ofUser(who.getName())) {
      desk.end(session.id(), who.getName(), request, "sign-in-ended");
    }
    return Response.noContent().build();
  }
}
