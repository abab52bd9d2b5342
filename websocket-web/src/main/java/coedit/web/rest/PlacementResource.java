package coedit.web.rest;

import coedit.core.service.AuditEvent;
import coedit.core.service.AuditService;
import coedit.core.service.Outcome;
import coedit.core.service.PlacementService;
import coedit.core.service.PlacementService.Place;
import coedit.web.auth.SignedIn;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.DELETE;
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

/** For administrators: the cluster's servers, and which of them keeps a document in order. */
@Path("/admin")
@RequestScoped
public class PlacementResource {

  private static final int LONGEST_ADDRESS = 255;

  @Inject PlacementService placement;
  @Inject AuditService audit;

  @Context
  @SuppressWarnings("NullAway.Init")
  SecurityContext security;

  @GET
  @Path("/servers")
  public Response servers() {
    var unused = Caller.administrator(security);
    JsonArrayBuilder servers = Json.createArrayBuilder();
    for (PlacementService.Server server : placement.servers()) {
      servers.add(
          Json.createObjectBuilder()
              .add("address", server.address())
              .add("here", server.here())
              .add("shards", server.shards())
              .add("pinned", server.pinned()));
    }
    return answer(Json.createObjectBuilder().add("servers", servers));
  }

  @GET
  @Path("/documents/{id}/pin")
  public Response find(@PathParam("id") String id) {
    var unused = Caller.administrator(security);
    return Answers.of(placement.find(DocumentsResource.documentId(id)), PlacementResource::answer);
  }

  @PUT
  @Path("/documents/{id}/pin")
  public Response pin(@PathParam("id") String id, InputStream stream) throws IOException {
    SignedIn who = Caller.administrator(security);
    String server = JsonBody.read(stream).text("server", LONGEST_ADDRESS);
    Outcome<Place> outcome = placement.pin(DocumentsResource.documentId(id), server);
    return Answers.of(outcome, place -> noted("document-pinned", who, place, "to " + server));
  }

  @DELETE
  @Path("/documents/{id}/pin")
  public Response unpin(@PathParam("id") String id) {
    SignedIn who = Caller.administrator(security);
    Outcome<Place> outcome = placement.unpin(DocumentsResource.documentId(id));
    return Answers.of(outcome, place -> noted("document-unpinned", who, place, ""));
  }

  private Response noted(String event, SignedIn who, Place place, String detail) {
    audit.note(AuditEvent.about(place.document(), event, who.participant(), detail));
    return answer(place);
  }

  private static Response answer(Place place) {
    JsonObjectBuilder body =
        Json.createObjectBuilder()
            .add("document", place.document().toString())
            .add("shard", place.shard())
            .add("server", place.server())
            .add("pinnedTo", place.pinnedTo());
    return answer(body);
  }

  private static Response answer(JsonObjectBuilder body) {
    return Response.ok(body.build(), MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }
}
