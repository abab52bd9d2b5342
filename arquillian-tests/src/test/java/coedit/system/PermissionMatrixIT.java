package coedit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * What rights are worth: tickets give none, a private document is absent, what is taken away is
 * gone at once. Which role may do what is in {@link EveryAddressIT}, {@link NativeMessagesIT} and
 * {@link DialectRolesIT}.
 */
class PermissionMatrixIT {

  private static final LibertyServer SERVER = GuardedServer.get();

  private static Api alice() {
    return Api.signIn(SERVER, "alice");
  }

  private static String sharedDocument() {
    return Roles.shared(SERVER, "text");
  }

  private static void put(String document, String grants) {
    Roles.put(SERVER, document, grants);
  }

  private static String path(String document) {
    return "/api/v1/documents/" + document;
  }

  /** A ticket says who one is, so anybody may have one; it opens what its user may see. */
  @Test
  void aTicketGivesNoRight() {
    String document = sharedDocument();
    String wish = "{\"document\":\"" + document + "\"}";
    Map<String, String> joined = new LinkedHashMap<>();
    Roles.of(SERVER)
        .forEach(
            (role, api) -> {
              if (!role.equals("stranger")) {
                String ticket =
                    Api.json(api.call("POST", "/api/v1/tickets", wish).body())
                        .get("ticket")
                        .asText();
                try (HostilePeer peer = new HostilePeer(SERVER.address(), ticket)) {
                  peer.send("{\"t\":\"join\",\"d\":\"" + document + "\"}");
                  JsonNode answer = peer.nextOf("joined", "closed");
                  boolean in = answer.get("t").asText().equals("joined");
                  joined.put(role, answer.get(in ? "access" : "code").asText());
                }
              }
            });
    Map<String, String> expected = new LinkedHashMap<>();
    expected.put("none", "not-found");
    expected.put("view", "view");
    expected.put("comment", "comment");
    expected.put("edit", "edit");
    expected.put("edit by group", "edit");
    expected.put("admin", "admin");
    expected.put("owner", "admin");
    expected.put("operator", "admin");
    expected.put("administrator", "admin");
    assertEquals(expected, joined);
  }

  private static String submit(String document, long base) {
    return "{\"t\":\"submit\",\"d\":\"%s\",\"seq\":1,\"base\":%d,\"ops\":[[\"x\"]]}"
        .formatted(document, base);
  }

  @Test
  void aPrivateDocumentIsAbsent() {
    String hidden = alice().createText("private");
    String absent = UUID.randomUUID().toString();
    Api none = Roles.as(SERVER, "none");
    for (String suffix : List.of("", "/content", "/operations", "/grants")) {
      assertSame(none, "GET", suffix, "", hidden, absent);
    }
    assertSame(none, "PATCH", "", "{\"title\":\"x\"}", hidden, absent);
    assertSame(none, "PUT", "/grants", Roles.GRANTS, hidden, absent);
    assertSame(none, "PUT", "/owner", "{\"user\":\"zeno\"}", hidden, absent);
    assertSame(none, "DELETE", "", "", hidden, absent);
    try (HostilePeer peer = new HostilePeer(none)) {
      JsonNode one = peer.send("{\"t\":\"join\",\"d\":\"" + hidden + "\"}").next("closed");
      JsonNode other = peer.send("{\"t\":\"join\",\"d\":\"" + absent + "\"}").next("closed");
      assertEquals(one.toString().replace(hidden, "?"), other.toString().replace(absent, "?"));
    }
    assertTrue(!none.call("GET", "/api/v1/documents?limit=200", "").body().contains(hidden));
  }

  private static void assertSame(
      Api api, String method, String suffix, String body, String hidden, String absent) {
    HttpResponse<String> one = api.call(method, path(hidden) + suffix, body);
    HttpResponse<String> other = api.call(method, path(absent) + suffix, body);
    assertEquals(404, one.statusCode());
    assertEquals(other.statusCode(), one.statusCode());
    assertEquals(other.body(), one.body());
    assertEquals(headers(other), headers(one));
  }

  private static Map<String, List<String>> headers(HttpResponse<String> answer) {
    Map<String, List<String>> headers = new TreeMap<>(answer.headers().map());
    headers.remove("date");
    return headers;
  }

  /**
   * INV-11 from outside: what is in the log when the revocation is answered is all there ever is.
   */
  @Test
  void aRevokedEditorsLaterOperationsNeverGetARevision() {
    for (int round = 0; round < 5; round++) {
      String document = sharedDocument();
      TestClient edda = TestClient.join("edda", document, SERVER);
      CompletableFuture<Void> typing = CompletableFuture.runAsync(edda::typeUntilRefused);
      try (TestClient honest = TestClient.join("alice", document, SERVER)) {
        Await.until("edda to type", Duration.ofSeconds(20), () -> byEdda(document) > 3);
        put(
            document,
            Roles.grants(
                Roles.grant("user", "alice", "admin"), Roles.grant("user", "edda", "view")));
        long before = byEdda(document);
        long sent = System.nanoTime();
        honest.insert(0, "a");
        System.out.printf(
            "an honest edit after a revocation: %d ms%n",
            Duration.ofNanos(System.nanoTime() - sent).toMillis());
        typing.join();
        honest.insert(0, "b");
        assertEquals(before, byEdda(document));
      }
      edda.close();
    }
    String document = sharedDocument();
    try (HostilePeer edda = new HostilePeer(Roles.as(SERVER, "edit"))) {
      edda.join(document);
      put(
          document,
          Roles.grants(Roles.grant("user", "alice", "admin"), Roles.grant("user", "edda", "view")));
      assertEquals("resync", edda.nextOf("closed").get("code").asText());
      assertEquals("view", edda.join(document).get("access").asText());
      edda.send(submit(document, 0)).expectRefusal("forbidden");
    }
  }

  private static long byEdda(String document) {
    return alice().operations(document).stream().filter(o -> o.user().equals("edda")).count();
  }

  @Test
  void whoLosesEverythingIsShownOut() {
    String document = sharedDocument();
    try (HostilePeer vera = new HostilePeer(Roles.as(SERVER, "view"))) {
      vera.join(document);
      put(document, Roles.grants(Roles.grant("user", "alice", "admin")));
      assertEquals("not-found", vera.nextOf("closed").get("code").asText());
    }
  }
}
