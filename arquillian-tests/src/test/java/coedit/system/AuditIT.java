package coedit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who did what is written down, for administrators and for the log; what was written is not. */
class AuditIT {

  private static final LibertyServer SERVER = GuardedServer.get();

  private static List<String> events(String query) {
    List<String> events = new ArrayList<>();
    String path = "/api/v1/admin/audit?limit=500&" + query;
    JsonNode found = Api.json(Api.signIn(SERVER, "admin").call("GET", path, "").body());
    found
        .get("events")
        .forEach(e -> events.add(e.get("event").asText() + " " + e.get("detail").asText()));
    return events;
  }

  @Test
  void signInsAreWrittenDownAndNobodyForgesALine() throws IOException {
    String name = "mallory\\r\\n[AUDIT] audit event=sign-in actor=\\\"admin\\\"";
    assertEquals(
        401,
        Api.bare(
                SERVER.address(),
                "POST",
                "/api/v1/sessions",
                "{\"user\":\"" + name + "\",\"password\":\"wrong-pass-word\"}",
                "Content-Type",
                "application/json")
            .statusCode());
    Api out = Api.another(SERVER, "bob");
    assertEquals(204, out.call("DELETE", "/api/v1/sessions", "").statusCode());
    Await.until(
        "the sign-out", Duration.ofSeconds(10), () -> events("actor=bob").contains("sign-out "));
    assertTrue(events("actor=bob").contains("sign-in "));
    assertFalse(events("event=plugin-loaded").isEmpty());
    assertTrue(
        events("event=plugin-loaded").stream().allMatch(e -> e.matches(".*SHA-256 [0-9a-f]{64}")),
        () -> events("event=plugin-loaded").toString());
    assertFalse(events("event=member-joined").isEmpty());
    String log = Files.readString(SERVER.output().resolve("logs/messages.log"));
    assertTrue(log.contains("actor=\"mallory\\u{d}\\u{a}[AUDIT]"), "an encoded name");
    assertFalse(log.contains("wrong-pass-word"), "a password in the log");
    assertTrue(log.lines().noneMatch(line -> line.startsWith("[AUDIT] audit event=sign-in")));
  }
}
