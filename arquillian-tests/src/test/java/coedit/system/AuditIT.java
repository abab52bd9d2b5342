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
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who did what is written down, for administrators and for the log; what was written is not. */
class AuditIT {

  private static final LibertyServer SERVER = GuardedServer.get();

  private static List<String> events(String query) {
    List<String> events = new ArrayList<>();
    found(query).forEach(e -> events.add(e.get("event").asText() + " " + e.get("detail").asText()));
    return events;
  }

  private static JsonNode found(String query) {
    String path = "/api/v1/admin/audit?limit=500&" + query;
    return Api.json(Api.signIn(SERVER, "admin").call("GET", path, "").body()).get("events");
  }

  /** By people who are not refused all day by other tests: of one person only so much is noted. */
  @Test
  void theLifeOfADocumentIsWrittenDown() throws IOException {
    Api alice = Api.signIn(SERVER, "alice");
    String document = alice.createText("audited");
    String path = "/api/v1/documents/" + document;
    try (HostilePeer none = new HostilePeer(Api.signIn(SERVER, "olaf"))) {
      none.send("{\"t\":\"join\",\"d\":\"" + document + "\"}").next("closed");
    }
    for (int i = 0; i < 3; i++) {
      assertEquals(404, Api.signIn(SERVER, "olaf").call("GET", path, "").statusCode());
    }
    assertEquals(
        404, Api.signIn(SERVER, "olaf").call("GET", path + "/operations", "").statusCode());
    Api ruth = Api.signIn(SERVER, "ruth");
    try (RawSocket byId = RawSocket.open(ruth, "/ws/yjs/" + document)) {
      assertEquals(4404, byId.closeCode());
    }
    String grants =
        """
        {"grants":[{"kind":"user","subject":"alice","access":"admin"},
                   {"kind":"user","subject":"pia","access":"view"}]}
        """;
    assertEquals(200, alice.call("PUT", path + "/grants", grants).statusCode());
    Api pia = Api.signIn(SERVER, "pia");
    try (HostilePeer viewer = new HostilePeer(pia)) {
      viewer.join(document);
      for (int i = 0; i < 5; i++) {
        viewer
            .send(
                "{\"t\":\"submit\",\"d\":\"%s\",\"seq\":1,\"base\":0,\"ops\":[[\"secret words\"]]}"
                    .formatted(document))
            .expectRefusal("forbidden");
      }
    }
    assertEquals(403, pia.call("DELETE", path, "").statusCode());
    try (TestClient author = TestClient.join("alice", document, SERVER)) {
      author.insert(0, "secret words");
    }
    assertEquals(1, alice.operations(document).size());
    alice.content(document);
    assertEquals(204, alice.call("DELETE", path, "").statusCode());
    List<String> expected =
        List.of(
            "document-deleted ",
            "document-exported as text/plain",
            "document-exported as operations",
            "document-deleted-refused ",
            "edit-refused forbidden",
            "grants-changed user pia: from none to view",
            "access-refused not-found",
            "access-refused not-found",
            "join-refused not-found",
            "document-created type text");
    Await.until(
        "the audit log of " + document,
        Duration.ofSeconds(10),
        () -> events("document=" + document).size() >= expected.size());
    assertEquals(expected, events("document=" + document));
    assertEquals(
        Set.of("127.0.0.1"),
        Set.copyOf(found("document=" + document).findValuesAsText("address")),
        "where they came from, over REST and sockets");
    String log = Files.readString(SERVER.output().resolve("logs/messages.log"));
    assertTrue(log.contains("event=grants-changed actor=\"alice\""), "the log stream");
    assertFalse(log.contains("secret words"), "content in the log");
  }

  @Test
  void whoAsksForARoomThatIsNotTheirsIsWrittenDown() throws IOException {
    Api pia = Api.signIn(SERVER, "pia");
    try (RawSocket byName = RawSocket.open(pia, "/ws/yjs/no-such-room")) {
      assertEquals(4404, byName.closeCode());
    }
    Await.until(
        "the name that was asked for",
        Duration.ofSeconds(10),
        () -> events("actor=pia").contains("join-refused not-found no-such-room"));
    assertEquals(200, pia.call("GET", "/api/v1/documents?name=no-such-name", "").statusCode());
    Await.until(
        "the name that was looked for",
        Duration.ofSeconds(10),
        () -> events("actor=pia").contains("access-refused not-found no-such-name"));
    assertEquals(403, pia.call("GET", "/api/v1/admin;x=1/sessions", "").statusCode());
    Await.until(
        "what only administrators may",
        Duration.ofSeconds(10),
        () -> events("actor=pia").toString().contains("admin-refused GET"));
  }

  @Test
  void aDocumentThatIsGivenAwayIsWrittenDownWithItsOldOwner() {
    Api ruth = Api.signIn(SERVER, "ruth");
    String document = ruth.createText("given away");
    String path = "/api/v1/documents/" + document;
    String both =
        """
        {"grants":[{"kind":"user","subject":"ruth","access":"admin"},
                   {"kind":"user","subject":"vera","access":"view"}]}
        """;
    assertEquals(200, ruth.call("PUT", path + "/grants", both).statusCode());
    HttpResponse<String> given = ruth.call("PUT", path + "/owner", "{\"user\":\"vera\"}");
    assertEquals(200, given.statusCode());
    assertEquals("vera", Api.json(given.body()).get("owner").asText());
    List<String> expected =
        List.of(
            "grants-changed user vera: from view to admin",
            "owner-changed from ruth to vera",
            "grants-changed user vera: from none to view",
            "document-created type text");
    Await.until(
        "the audit log of " + document,
        Duration.ofSeconds(10),
        () -> events("document=" + document).size() >= expected.size());
    assertEquals(expected, events("document=" + document));
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
