package coedit.web.rest;

import coedit.core.service.ClientsService;
import coedit.core.service.ClientsService.ConnectedClient;
import coedit.model.DocumentId;
import coedit.model.ErrorCode;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * For administrators: who has a document open at this server, and how far each has come. Every
 * server tells of its own.
 */
@Path("/admin/documents/{id}/clients")
@RequestScoped
public class ClientsResource {

  /** A document whose type does not come back answers nothing. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  @Inject ClientsService clients;

  @Context
  @SuppressWarnings("NullAway.Init")
  SecurityContext security;

  @GET
  public Response list(@PathParam("id") String id) {
    var unused = Caller.administrator(security);
    DocumentId document = DocumentsResource.documentId(id);
    List<ConnectedClient> found;
    try {
      found =
          clients
              .clients(document)
              .toCompletableFuture()
              .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return busy();
    } catch (ExecutionException | TimeoutException busy) {
      return busy();
    }
    JsonArrayBuilder list = Json.createArrayBuilder();
    found.forEach(client -> list.add(json(client)));
    return Response.ok(
            Json.createObjectBuilder().add("clients", list).build(),
            MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }

  private static Response busy() {
    return Answers.error(
            Answers.status(ErrorCode.BUSY),
            ErrorCode.BUSY,
            "the document does not answer now: ask again")
        .header(HttpHeaders.RETRY_AFTER, 1)
        .build();
  }

  private static JsonObjectBuilder json(ConnectedClient client) {
    JsonObjectBuilder object =
        Json.createObjectBuilder()
            .add("user", client.user())
            .add("session", client.session())
            .add("client", client.client())
            .add("access", client.access().word())
            .add("dialect", client.dialect())
            .add("delivered", client.delivered())
            .add("unsettled", client.unsettled());
    client.applied().ifPresent(applied -> object.add("applied", applied));
    client.lag().ifPresent(lag -> object.add("lag", lag));
    return object;
  }
}
