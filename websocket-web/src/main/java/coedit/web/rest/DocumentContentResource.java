package coedit.web.rest;

import coedit.core.service.DocumentService;
import coedit.core.service.DocumentService.Content;
import coedit.core.service.Outcome;
import coedit.core.service.Participant;
import coedit.model.DocumentId;
import coedit.model.ErrorCode;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.Variant;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is in a document: its content in the form that is asked for, and its operations. */
@Path("/documents")
@RequestScoped
public class DocumentContentResource {

  /** What is set here stands for what is set for all addresses. */
  private static final String VARY = "Accept, Cookie, Authorization";

  private static final int MOST_OPERATIONS = 1_000;

  /** Content is data: should a browser show it as a page, that page may do nothing. */
  private static final String NO_PAGE = "sandbox; default-src 'none'; frame-ancestors 'none'";

  @Inject DocumentService documents;

  @Context
  @SuppressWarnings("NullAway.Init")
  SecurityContext security;

  /** With {@code root}, that part of a document that has several, as a Yjs document may. */
  @GET
  @Path("/{id}/content")
  public Response content(
      @PathParam("id") String id,
      @QueryParam("revision") @Nullable Long revision,
      @QueryParam("root") @Nullable String root,
      @Context Request request) {
    if (revision != null && revision < 0) {
      throw new BadRequest("a revision is 0 or more");
    }
    String part = DocumentFields.rootOf(root);
    DocumentId document = DocumentsResource.documentId(id);
    Participant participant = Caller.participant(security);
    OptionalLong at = revision == null ? OptionalLong.empty() : OptionalLong.of(revision);
    return Answers.of(
        documents.mediaTypes(participant, document),
        offered -> {
          Variant chosen = choose(request, offered);
          if (chosen == null) {
            return Answers.error(
                    406, ErrorCode.PROTOCOL, "offered are: " + String.join(", ", offered))
                .build();
          }
          String mediaType = bare(chosen.getMediaType());
          Outcome<Content> content = documents.content(participant, document, mediaType + part, at);
          return Answers.of(
              content,
              found -> at.isPresent() ? past(found, mediaType, request) : now(found, mediaType));
        });
  }

  @GET
  @Path("/{id}/operations")
  public Response operations(
      @PathParam("id") String id,
      @QueryParam("from") @Nullable Long from,
      @QueryParam("to") @Nullable Long to) {
    long first = from == null ? 1 : from;
    if (first < 1 || first > Long.MAX_VALUE - MOST_OPERATIONS) {
      throw new BadRequest("revisions start at 1");
    }
    long last = to == null ? first + MOST_OPERATIONS - 1 : to;
    if (last < first) {
      throw new BadRequest("\"to\" is \"from\" or later");
    }
    return Answers.of(
        documents.operations(
            Caller.participant(security),
            DocumentsResource.documentId(id),
            first,
            Math.min(last, first + MOST_OPERATIONS - 1)),
        operations ->
            Response.ok(DocumentJson.operations(operations), MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build());
  }

  private static @Nullable Variant choose(Request request, List<String> offered) {
    List<Variant> variants =
        offered.stream()
            .map(MediaType::valueOf)
            .map(type -> new Variant(type, (String) null, null))
            .toList();
    return variants.isEmpty() ? null : request.selectVariant(variants);
  }

  private static String bare(MediaType type) {
    return type.getType() + "/" + type.getSubtype();
  }

  /** What is in it now is nobody's to keep. */
  private static Response now(Content content, String mediaType) {
    return answer(content, mediaType).header(HttpHeaders.CACHE_CONTROL, "no-store").build();
  }

  /**
   * A past revision never changes: its reader may keep it, and asks whether it may be read still.
   */
  private static Response past(Content content, String mediaType, Request request) {
    EntityTag tag = new EntityTag(UUID.nameUUIDFromBytes(content.bytes().toBytes()).toString());
    Response.ResponseBuilder known = request.evaluatePreconditions(tag);
    return (known == null ? answer(content, mediaType) : known)
        .tag(tag)
        .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
        .build();
  }

  private static Response.ResponseBuilder answer(Content content, String mediaType) {
    MediaType type = MediaType.valueOf(mediaType);
    boolean text = type.getType().equals("text");
    return Response.ok(content.bytes().toBytes(), text ? type.withCharset("UTF-8") : type)
        .header("X-Coedit-Revision", content.revision())
        .header("X-Coedit-State", content.stateHash())
        .header(HttpHeaders.VARY, VARY)
        .header("Content-Security-Policy", NO_PAGE);
  }
}
