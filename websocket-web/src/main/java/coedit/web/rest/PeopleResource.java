package coedit.web.rest;

import coedit.web.auth.Directory;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whom a document can be shared with, looked up by the beginning of a name. */
@Path("/people")
@RequestScoped
public class PeopleResource {

  private static final int LONGEST_QUERY = 100;
  private static final int MOST_OF_A_KIND = 10;

  @Inject Directory directory;

  @GET
  public Response find(@QueryParam("q") @Nullable String query) {
    String beginning = query == null ? "" : query.strip();
    if (beginning.isEmpty() || beginning.length() > LONGEST_QUERY) {
      throw new BadRequest("\"q\" has 1 to " + LONGEST_QUERY + " characters");
    }
    JsonArrayBuilder people = Json.createArrayBuilder();
    for (Directory.Entry entry : directory.find(beginning, MOST_OF_A_KIND)) {
      people.add(
          Json.createObjectBuilder()
              .add("kind", entry.kind().name().toLowerCase(Locale.ROOT))
              .add("name", entry.name())
              .add("displayName", entry.displayName()));
    }
    return Response.ok(
            Json.createObjectBuilder().add("people", people).build(),
            MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }
}
