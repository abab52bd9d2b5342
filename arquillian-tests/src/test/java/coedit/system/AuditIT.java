package coedit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
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
  void theLifeOfADocumentIsWrittenDown() throws IOException {
    Api alice = Api.signIn(SERVER, "alice");
    String document = alice.createText("audited");
    String path = "/api/v1/documents/" + document;
    try (HostilePeer none = new HostilePeer(Api.signIn(SERVER, "zeno"))) {
      none.send("{\"t\":\"join\",\"d\":\"" + document + "\"}").next("closed");
    }
    String grants =
        """
        {"grants":[{"kind":"user","subject":"alice","access":"admin"},
                   {"kind":"user","subject":"vera","access":"view"}]}
        """;
    assertEquals(200, alice.call("PUT", path + "/grants", grants).statusCode());
    Api vera = Api.signIn(SERVER, "vera");
    try (HostilePeer viewer = new HostilePeer(vera)) {
      viewer.join(document);
      for (int i = 0; i < 5; i++) {
        viewer
            .send(
                "{\"t\":\"submit\",\"d\":\"%s\",\"seq\":1,\"base\":0,\"ops\":[[\"secret words\"]]}"
                    .formatted(document))
            .expectRefusal("forbidden");
      }
    }
    assertEquals(403, vera.call("DELETE", path, "").statusCode());
    alice.content(document);
    assertEquals(204, alice.call("DELETE", path, "").statusCode());
    List<String> expected =
        List.of(
            "document-deleted ",
            "document-exported as text/plain",
            "document-deleted-refused ",
            "edit-refused forbidden",
            "grants-changed from user alice: admin to user alice: admin, user vera: view",
            "join-refused not-found",
            "document-created type text");
    Await.until(
        "the audit log of " + document,
        Duration.ofSeconds(10),
        () -> events("document=" + document).size() >= expected.size());
    assertEquals(expected, events("document=" + document));
    String log = Files.readString(SERVER.output().resolve("logs/messages.log"));
    assertTrue(log.contains("event=grants-changed actor=\"alice\""), "the log stream");
    assertFalse(log.contains("secret words"), "content in the log");
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

  @Test
  void aRefreshTokenThatComesBackIsWrittenDown() {
    Api owner = Api.another(SERVER, "ruth");
    Api thief = owner.copy();
    for (int i = 0; i < 2; i++) {
      HttpResponse<String> renewed = owner.call("POST", "/api/v1/sessions/refresh", "");
      assertEquals(200, renewed.statusCode());
      owner.keep(renewed);
    }
    assertEquals(401, thief.call("POST", "/api/v1/sessions/refresh", "").statusCode());
    Await.until(
        "the reuse",
        Duration.ofSeconds(10),
        () -> events("actor=ruth").contains("refresh-reused the sign-in was ended"));
  }
}
