package coedit.web.rest;

import jakarta.json.JsonObject;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * JSON that its reader may keep, and has to ask about each time. Its tag is a digest of itself:
 * what reads the same has the same tag, on every server.
 */
final class Revalidated {

  private static final String CACHE = "private, no-cache";
  private static final int TAG_BYTES = 16;

  private Revalidated() {}

  /** The answer with a body. */
  static Response answer(Response.ResponseBuilder answer, JsonObject body) {
    return kept(answer, tag(body)).entity(body).type(MediaType.APPLICATION_JSON_TYPE).build();
  }

  /** The body, or that it has not changed, when that is what was asked. */
  static Response answer(Request request, JsonObject body) {
    EntityTag tag = tag(body);
    Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
    return unchanged == null ? answer(Response.ok(), body) : kept(unchanged, tag).build();
  }

  private static Response.ResponseBuilder kept(Response.ResponseBuilder answer, EntityTag tag) {
    return answer.tag(tag).header(HttpHeaders.CACHE_CONTROL, CACHE);
  }

  private static EntityTag tag(JsonObject body) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(body.toString().getBytes(StandardCharsets.UTF_8));
      return new EntityTag(HexFormat.of().formatHex(digest, 0, TAG_BYTES));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JVM has SHA-256", missing);
    }
  }
}
