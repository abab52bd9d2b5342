package coedit.web.rest;

import coedit.core.service.DocumentView;
import coedit.model.Access;
import coedit.model.Grant;
import coedit.model.Operation;
import coedit.model.Payload;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** How documents, operations and grants are written, and grants read. */
final class DocumentJson {

  static final int LONGEST_SUBJECT = 200;
  private static final int MOST_GRANTS = 200;

  private DocumentJson() {}

  static JsonObject document(DocumentView view) {
    JsonObjectBuilder object =
        Json.createObjectBuilder()
            .add("id", view.id().toString())
            .add("type", view.type())
            .add("title", view.title());
    view.name().ifPresent(name -> object.add("name", name));
    return object
        .add("access", view.access().word())
        .add("createdBy", view.createdBy())
        .add("owner", view.owner())
        .add("createdAt", view.createdAt().toString())
        .add("updatedAt", view.updatedAt().toString())
        .build();
  }

  static JsonObject documents(List<DocumentView> views) {
    JsonArrayBuilder list = Json.createArrayBuilder();
    views.forEach(view -> list.add(document(view)));
    return Json.createObjectBuilder().add("documents", list).build();
  }

  /** As in the editing protocol, section 3.4. */
  static JsonObject operations(List<Operation> operations) {
    JsonArrayBuilder list = Json.createArrayBuilder();
    for (Operation operation : operations) {
      list.add(
          Json.createObjectBuilder()
              .add("r", operation.revision())
              .add("c", operation.name().client().toString())
              .add("s", operation.name().sequence())
              .add("u", operation.author())
              .add("at", operation.provenance().epochMillis())
              .add("op", payload(operation.payload())));
    }
    return Json.createObjectBuilder().add("ops", list).build();
  }

  /** The payload itself when it is JSON; the payload of a binary type in base64. */
  private static JsonValue payload(Payload payload) {
    try (JsonReader reader = Json.createReader(new StringReader(payload.utf8()))) {
      return reader.readValue();
    } catch (JsonException binary) {
      return Json.createValue(Base64.getEncoder().encodeToString(payload.unsafeBytes()));
    }
  }

  static JsonObject grants(List<Grant> grants) {
    JsonArrayBuilder list = Json.createArrayBuilder();
    for (Grant grant : grants) {
      list.add(
          Json.createObjectBuilder()
              .add("kind", grant.kind().name().toLowerCase(Locale.ROOT))
              .add("subject", grant.subject())
              .add("access", grant.access().word()));
    }
    return Json.createObjectBuilder().add("grants", list).build();
  }

  static List<Grant> grants(JsonBody body) {
    List<Grant> grants = new ArrayList<>();
    Set<String> named = new HashSet<>();
    for (JsonBody entry : body.objects("grants", MOST_GRANTS)) {
      Grant grant = grant(entry);
      if (!named.add(grant.kind() + " " + grant.subject())) {
        throw new BadRequest("two grants for the same subject");
      }
      grants.add(grant);
    }
    return grants;
  }

  private static Grant grant(JsonBody entry) {
    Grant.Kind kind =
        switch (entry.text("kind", LONGEST_SUBJECT)) {
          case "user" -> Grant.Kind.USER;
          case "group" -> Grant.Kind.GROUP;
          case "everyone" -> Grant.Kind.EVERYONE;
          default -> throw new BadRequest("\"kind\" is user, group or everyone");
        };
    String subject = entry.optionalText("subject", LONGEST_SUBJECT).orElse("");
    if (subject.isBlank() != (kind == Grant.Kind.EVERYONE)) {
      throw new BadRequest("a user or group is named by \"subject\", everyone has none");
    }
    Access access =
        Access.parse(entry.text("access", LONGEST_SUBJECT))
            .filter(level -> level != Access.NONE)
            .orElseThrow(() -> new BadRequest("\"access\" is view, comment, edit or admin"));
    return new Grant(kind, subject, access);
  }
}
