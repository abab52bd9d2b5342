package coedit.web.rest;

import coedit.core.service.DocumentService;
import coedit.core.service.DocumentService.FirstContent;
import coedit.core.service.DocumentService.NewDocument;
import coedit.core.service.Participant;
import coedit.model.Payload;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Documents that begin with content: the body is the content, in the form that its media type
 * names. Clients that would each put the first content into an empty document double it; this is
 * done once, on the server, and under one {@code Idempotency-Key} however often it is asked for.
 */
@Path("/documents/import")
@RequestScoped
public class DocumentImportResource {

  /** As the Idempotency-Key header is written, in quotes or without. */
  private static final Pattern KEY = Pattern.compile("\"?([\\x21\\x23-\\x7e]{1,200})\"?");

  @Inject DocumentService documents;

  @Inject
  @SuppressWarnings("NullAway.Init")
  ImportTurns turns;

  @Context
  @SuppressWarnings("NullAway.Init")
  SecurityContext security;

  /** What is said beside the content. */
  public static class Wish {

    @HeaderParam("Idempotency-Key")
    @Nullable String key;

    @HeaderParam(HttpHeaders.CONTENT_TYPE)
    @Nullable String contentType;

    @QueryParam("type")
    @Nullable String type;

    @QueryParam("title")
    @Nullable String title;

    @QueryParam("name")
    @Nullable String name;

    /** The shared type of a Yjs document that is to hold the content. */
    @QueryParam("root")
    @Nullable String root;

    NewDocument document() {
      return new NewDocument(
          DocumentFields.type(type),
          DocumentFields.title(title),
          Optional.ofNullable(name).map(DocumentFields::checkedName));
    }

    String key() {
      return key == null ? UUID.randomUUID().toString() : checkedKey(key);
    }
  }

  @POST
  @ReadsItsBody
  public Response create(@BeanParam Wish wish, InputStream body) throws IOException {
    NewDocument wanted = wish.document();
    String form = form(wish.contentType) + DocumentFields.rootOf(wish.root);
    String key = wish.key();
    Participant participant = Caller.participant(security);
    return turns.take(
        participant.user(),
        () -> {
          FirstContent content = new FirstContent(key, form, read(body));
          return Answers.of(
              documents.create(participant, wanted, content),
              made -> DocumentsResource.created(made.document()));
        });
  }

  private Payload read(InputStream body) throws IOException {
    String tooLarge = "content has at most " + turns.maxBytes() + " bytes";
    return Payload.wrap(RequestBody.read(body, turns.maxBytes(), tooLarge));
  }

  private static String form(@Nullable String contentType) {
    try {
      MediaType type = MediaType.valueOf(contentType);
      String charset = type.getParameters().getOrDefault(MediaType.CHARSET_PARAMETER, "utf-8");
      if (charset.toLowerCase(Locale.ROOT).equals("utf-8")) {
        return (type.getType() + "/" + type.getSubtype()).toLowerCase(Locale.ROOT);
      }
      throw new BadRequest("content is UTF-8, and no other charset");
    } catch (IllegalArgumentException unreadable) {
      throw new BadRequest("\"Content-Type\" names the form of the content");
    }
  }

  private static String checkedKey(String key) {
    Matcher matcher = KEY.matcher(key.strip());
    if (!matcher.matches()) {
      throw new BadRequest("\"Idempotency-Key\" has 1 to 200 visible characters");
    }
    return String.valueOf(matcher.group(1));
  }
}
