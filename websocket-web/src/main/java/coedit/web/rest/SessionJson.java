package coedit.web.rest;

import coedit.core.service.SessionRecord;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** How sign-ins are written: where from and since when, and nothing that opens anything. */
final class SessionJson {

  private SessionJson() {}

  /**
   * The answer that lists sign-ins.
   *
   * @param current the one that asks
   */
  static Response answer(List<SessionRecord> sessions, String current) {
    JsonArrayBuilder list = Json.createArrayBuilder();
    for (SessionRecord session : sessions) {
      list.add(
          Json.createObjectBuilder()
              .add("id", session.id())
              .add("user", session.participant().user())
              .add("begunAt", session.begun().at().toString())
              .add("renewedAt", session.rotatedAt().toString())
              .add("expiresAt", session.expiresAt().toString())
              .add("address", session.begun().address())
              .add("agent", session.begun().agent())
              .add("current", session.id().equals(current)));
    }
    return Response.ok(
            Json.createObjectBuilder().add("sessions", list).build(),
            MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }
}
