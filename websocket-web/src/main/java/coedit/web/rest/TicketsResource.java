package coedit.web.rest;

import coedit.web.auth.Tickets;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Tickets for sockets that can send neither cookie nor header. */
@Path("/tickets")
@RequestScoped
public class TicketsResource {

  private static final int LONGEST_DOCUMENT = 200;

  @Inject Tickets tickets;

  /** The body may be left out: then the ticket opens whatever its owner may open. */
  @POST
  public Response issue(@Context SecurityContext security, InputStream stream) throws IOException {
    byte[] body = JsonBody.bytes(stream);
    Optional<String> document =
        body.length == 0
            ? Optional.empty()
            : JsonBody.read(new ByteArrayInputStream(body))
                .optionalText("document", LONGEST_DOCUMENT);
    return Response.ok(
            Json.createObjectBuilder()
                .add("ticket", tickets.issue(Caller.of(security), document))
                .add("expiresIn", Tickets.LIFETIME.toSeconds())
                .build(),
            MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }
}
