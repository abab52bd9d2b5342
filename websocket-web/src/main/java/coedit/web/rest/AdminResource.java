package coedit.web.rest;

import coedit.core.service.AuditEvent;
import coedit.core.service.AuditService;
import coedit.core.service.SessionRecord;
import coedit.core.service.SessionService;
import coedit.model.DocumentId;
import coedit.model.ErrorCode;
import coedit.web.auth.SignInDesk;
import coedit.web.auth.SignedIn;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** For administrators of the server: everybody's sign-ins, and the audit log. */
@Path("/admin")
@RequestScoped
public class AdminResource {

  private static final int MOST = 500;
  private static final int LONGEST = 255;

  @Inject SessionService sessions;
  @Inject AuditService audit;
  @Inject SignInDesk desk;

  @Context
  @SuppressWarnings("NullAway.Init")
  SecurityContext security;

  @Context
  @SuppressWarnings("NullAway.Init")
  HttpServletRequest request;

  @GET
  @Path("/sessions")
  public Response sessions(
      @QueryParam("user") @Nullable String user,
      @QueryParam("offset") @DefaultValue("0") int offset,
      @QueryParam("limit") @DefaultValue("100") int limit) {
    SignedIn who = Caller.administrator(security);
    if (offset < 0 || limit < 1 || limit > MOST) {
      throw new BadRequest("offset is 0 or more, limit 1 to " + MOST);
    }
    List<SessionRecord> found =
        JsonBody.checked("user", user, LONGEST)
            .map(sessions::ofUser)
            .orElseGet(() -> sessions.all(offset, limit));
    return SessionJson.answer(found, who.sessionId());
  }

  @DELETE
  @Critical
  @Path("/sessions/{id}")
  public Response end(@PathParam("id") String id) {
    SignedIn who = Caller.administrator(security);
    if (sessions.find(id).isEmpty()) {
      return Answers.error(404, ErrorCode.NOT_FOUND, "there is no such sign-in").build();
    }
    desk.end(id, who.getName(), request, "sign-in-ended");
    return Response.noContent().build();
  }

  /** Signs somebody out everywhere. */
  @DELETE
  @Critical
  @Path("/users/{user}/sessions")
  public Response endAll(@PathParam("user") String user) {
    SignedIn who = Caller.administrator(security);
    String name = JsonBody.checked("user", user, LONGEST).orElseThrow();
    for (SessionRecord session : sessions.ofUser(name)) {
      desk.end(session.id(), who.getName(), request, "sign-in-ended");
    }
    return Response.noContent().build();
  }

  /** The audit log, newest first; {@code before} is the number of the last line one has seen. */
  @GET
  @Path("/audit")
  public Response audit(
      @QueryParam("before") @Nullable Long before,
      @QueryParam("limit") @DefaultValue("100") int limit,
      @QueryParam("event") @Nullable String event,
      @QueryParam("actor") @Nullable String actor,
      @QueryParam("document") @Nullable String document) {
    SignedIn unused = Caller.administrator(security);
    if (limit < 1 || limit > MOST) {
      throw new BadRequest("limit is 1 to " + MOST);
    }
    Optional<DocumentId> about = Optional.ofNullable(document).map(DocumentsResource::documentId);
    JsonArrayBuilder lines = Json.createArrayBuilder();
    audit
        .before(
            before == null ? Long.MAX_VALUE : before,
            new AuditService.Filter(
                JsonBody.checked("event", event, LONGEST),
                JsonBody.checked("actor", actor, LONGEST),
                about),
            limit)
        .forEach(line -> lines.add(json(line)));
    return Response.ok(
            Json.createObjectBuilder().add("events", lines).build(),
            MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }

  private static JsonObjectBuilder json(AuditService.Line line) {
    AuditEvent event = line.event();
    JsonObjectBuilder object =
        Json.createObjectBuilder()
            .add("number", line.number())
            .add("at", line.at().toString())
            .add("event", event.name())
            .add("actor", event.actor())
            .add("address", event.address())
            .add("detail", event.detail());
    event.document().ifPresent(document -> object.add("document", document.toString()));
    return object;
  }
}
