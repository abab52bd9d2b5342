package coedit.web.rest;

import coedit.core.service.DocumentService;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** The document types of this server. */
@Path("/types")
@RequestScoped
public class TypesResource {

  @Inject DocumentService documents;

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public JsonObject list() {
    JsonArrayBuilder types = Json.createArrayBuilder();
    documents.types().forEach(types::add);
    return Json.createObjectBuilder().add("types", types).build();
  }
}
