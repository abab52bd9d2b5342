package coedit.web.rest;

import coedit.core.service.AuditEvent;
import coedit.core.service.AuditService;
import coedit.core.service.DocumentService;
import coedit.core.service.DocumentService.NewDocument;
import coedit.core.service.DocumentView;
import coedit.core.service.Outcome;
import coedit.core.service.Participant;
import coedit.model.DocumentId;
import coedit.model.ErrorCode;
import coedit.model.Grant;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Documents: what they are called, not what is in them. */
@Path("/documents")
@RequestScoped
public class DocumentsResource {

  private static final int LONGEST_LIST = 200;

  @Inject DocumentService documents;
  @Inject AuditService audit;

  @Context
  @SuppressWarnings("NullAway.Init")
  SecurityContext security;

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response create(InputStream stream) throws IOException {
    JsonBody body = JsonBody.read(stream);
    NewDocument wanted =
        new NewDocument(
            body.text("type", DocumentFields.LONGEST_NAME),
            title(body),
            body.optionalText("name", DocumentFields.LONGEST_NAME)
                .map(DocumentFields::checkedName));
    return Answers.of(documents.create(participant(), wanted), DocumentsResource::created);
  }

  static Response created(DocumentView view) {
    return described(Response.created(URI.create("documents/" + view.id())), view);
  }

  /** With {@code name}, the one document of that name. */
  @GET
  public Response list(
      @QueryParam("offset") @DefaultValue("0") int offset,
      @QueryParam("limit") @DefaultValue("50") int limit,
      @QueryParam("name") @Nullable String name,
      @Context Request request) {
    if (offset < 0 || limit < 1 || limit > LONGEST_LIST) {
      throw new BadRequest("offset is 0 or more, limit 1 to " + LONGEST_LIST);
    }
    List<DocumentView> views;
    if (name == null) {
      views = documents.list(participant(), offset, limit);
    } else {
      views = named(participant(), name);
    }
    return Revalidated.answer(request, DocumentJson.documents(views));
  }

  private List<DocumentView> named(Participant who, String name) {
    if (name.length() > DocumentFields.LONGEST_NAME) {
      return List.of();
    }
    Outcome<DocumentView> named = documents.findByName(who, name);
    if (named instanceof Outcome.Done<DocumentView> found) {
      return List.of(found.value());
    }
    audit.noteSeldom(
        AuditEvent.of(
            "access-refused", who.user(), who.address(), ErrorCode.NOT_FOUND.code() + " " + name));
    return List.of();
  }

  @GET
  @Path("/{id}")
  public Response find(@PathParam("id") String id, @Context Request request) {
    return Answers.of(
        documents.find(participant(), documentId(id)),
        view -> Revalidated.answer(request, DocumentJson.document(view)));
  }

  @PATCH
  @Path("/{id}")
  @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
  public Response rename(@PathParam("id") String id, InputStream stream) throws IOException {
    String title = title(JsonBody.read(stream));
    return Answers.of(
        documents.rename(participant(), documentId(id), title),
        view -> described(Response.ok(), view));
  }

  @DELETE
  @Critical
  @Path("/{id}")
  public Response delete(@PathParam("id") String id) {
    return Answers.of(
        documents.delete(participant(), documentId(id)), view -> Response.noContent().build());
  }

  @GET
  @Path("/{id}/grants")
  public Response grants(@PathParam("id") String id) {
    return Answers.of(documents.grants(participant(), documentId(id)), DocumentsResource::granted);
  }

  @PUT
  @Critical
  @Path("/{id}/grants")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response replaceGrants(@PathParam("id") String id, InputStream stream) throws IOException {
    return Answers.of(
        documents.replaceGrants(
            participant(), documentId(id), DocumentJson.grants(JsonBody.read(stream))),
        change -> granted(change.grants()));
  }

  @PUT
  @Critical
  @Path("/{id}/owner")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response giveTo(@PathParam("id") String id, InputStream stream) throws IOException {
    DocumentId document = documentId(id);
    String user = JsonBody.read(stream).text("user", DocumentJson.LONGEST_SUBJECT);
    return Answers.of(
        documents
            .giveTo(participant(), document, user)
            .then(change -> documents.find(participant(), document)),
        view -> described(Response.ok(), view));
  }

  /** What is no id is no document either. */
  static DocumentId documentId(String text) {
    return DocumentId.parse(text)
        .orElseThrow(() -> new BadRequest(ErrorCode.NOT_FOUND, "no such document"));
  }

  private static String title(JsonBody body) {
    return DocumentFields.title(body.text("title", DocumentFields.LONGEST_TITLE));
  }

  private static Response described(Response.ResponseBuilder answer, DocumentView view) {
    return Revalidated.answer(answer, DocumentJson.document(view));
  }

  private static Response granted(List<Grant> grants) {
    return Response.ok(DocumentJson.grants(grants), MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }

  private Participant participant() {
    return Caller.participant(security);
  }
}
