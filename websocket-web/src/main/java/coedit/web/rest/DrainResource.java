package coedit.web.rest;

import coedit.core.service.AuditEvent;
import coedit.core.service.AuditService;
import coedit.web.socket.CollabSockets;
import coedit.web.socket.SessionRegistry;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;

/** For administrators, before a server is stopped: sends its people to the other servers. */
@Path("/admin/drain")
@RequestScoped
public class DrainResource {

  @Inject CollabSockets sockets;
  @Inject AuditService audit;

  @Context
  @SuppressWarnings("NullAway.Init")
  SecurityContext security;

  @Context
  @SuppressWarnings("NullAway.Init")
  HttpServletRequest request;

  @GET
  public Response look() {
    var unused = Caller.administrator(security);
    return state();
  }

  /** Answers when the server may be stopped: some seconds later at most. */
  @POST
  @Critical
  public Response begin() {
    note("drain-begun");
    sockets.registry().drain();
    return state();
  }

  @DELETE
  @Critical
  public Response end() {
    note("drain-ended");
    sockets.registry().resume();
    return state();
  }

  private void note(String event) {
    String who = Caller.administrator(security).getName();
    audit.note(AuditEvent.of(event, who, request.getRemoteAddr(), ""));
  }

  private Response state() {
    SessionRegistry registry = sockets.registry();
    return Response.ok(
            Json.createObjectBuilder()
                .add("draining", registry.isDraining())
                .add("sockets", registry.size())
                .build(),
            MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }
}
