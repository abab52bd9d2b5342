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

/** Who may do what with a document: every role with every message and every address, exactly. */
class PermissionMatrixIT {

  private static final LibertyServer SERVER = GuardedServer.get();
  private static final Api ALICE = Api.signIn(SERVER, "alice");
  private static final Map<String, Api> ROLES = Roles.of(SERVER);

  private static String sharedDocument() {
    return Roles.shared(SERVER, "text");
  }

  private static void put(String document, String grants) {
    Roles.put(SERVER, document, grants);
  }

  private static String path(String document) {
    return "/api/v1/documents/" + document;
  }

  /** The answers to one call, role by role, each on a document of its own if it changes one. */
  private static Map<String, Integer> statuses(
      String method, String suffix, String body, boolean fresh) {
    String one = sharedDocument();
    Map<String, Integer> answers = new LinkedHashMap<>();
    ROLES.forEach(
        (role, api) -> {
          String document = fresh ? sharedDocument() : one;
          answers.put(role, api.call(method, path(document) + suffix, body).statusCode());
        });
    return answers;
  }

  /** In the order of the roles. */
  private static Map<String, Integer> expected(int... statuses) {
    Map<String, Integer> expected = new LinkedHashMap<>();
    int next = 0;
    for (String role : ROLES.keySet()) {
      expected.put(role, statuses[next++]);
    }
    return expected;
  }

  @Test
  void everyRestVerbNeedsItsRight() {
    Map<String, Integer> viewers = expected(401, 404, 200, 200, 200, 200, 200, 200, 200, 200);
    Map<String, Integer> editors = expected(401, 404, 403, 403, 200, 200, 200, 200, 200, 200);
    Map<String, Integer> admins = expected(401, 404, 403, 403, 403, 403, 200, 200, 200, 200);
    Map<String, Integer> owners = expected(401, 404, 403, 403, 403, 403, 403, 200, 200, 200);
    Map<String, Integer> deleters = expected(401, 404, 403, 403, 403, 403, 204, 204, 204, 204);
    assertEquals(viewers, statuses("GET", "", "", false));
    assertEquals(viewers, statuses("GET", "/content", "", false));
    assertEquals(viewers, statuses("GET", "/operations", "", false));
    assertEquals(editors, statuses("PATCH", "", "{\"title\":\"x\"}", false));
    assertEquals(admins, statuses("GET", "/grants", "", false));
    assertEquals(admins, statuses("PUT", "/grants", Roles.GRANTS, false));
    assertEquals(owners, statuses("PUT", "/owner", "{\"user\":\"anna\"}", true));
    assertEquals(deleters, statuses("DELETE", "", "", true));
  }

  @Test
  void whatIsForAdministratorsOfTheServerIsForNobodyElse() {
    Map<String, Integer> read = expected(401, 403, 403, 403, 403, 403, 403, 403, 200, 200);
    Map<String, Integer> absent = expected(401, 403, 403, 403, 403, 403, 403, 403, 404, 404);
    Map<String, Integer> end = expected(401, 403, 403, 403, 403, 403, 403, 403, 204, 204);
    assertEquals(read, statusesAt("GET", "/api/v1/admin/sessions"));
    assertEquals(read, statusesAt("GET", "/api/v1/admin/audit"));
    assertEquals(absent, statusesAt("DELETE", "/api/v1/admin/sessions/nobodys"));
    assertEquals(end, statusesAt("DELETE", "/api/v1/admin/users/nobody/sessions"));
  }

  /** Whoever is signed in may ask for types and people, and see the own documents and sign-ins. */
  @Test
  void whatIsForEverybodyWhoIsSignedInIsForNobodyElse() {
    Map<String, Integer> read = signedIn(200);
    assertEquals(read, statusesAt("GET", "/api/v1/types"));
    assertEquals(read, statusesAt("GET", "/api/v1/documents"));
    assertEquals(read, statusesAt("GET", "/api/v1/people?q=ve"));
    assertEquals(read, statusesAt("GET", "/api/v1/account/sessions"));
    assertEquals(signedIn(404), statusesAt("DELETE", "/api/v1/account/sessions/nobodys"));
  }

  /** 401 for the stranger. */
  private static Map<String, Integer> signedIn(int status) {
    Map<String, Integer> all = new LinkedHashMap<>();
    ROLES.keySet().forEach(role -> all.put(role, role.equals("stranger") ? 401 : status));
    return all;
  }

  /** A ticket says who one is, so anybody may have one; it opens what its user may see. */
  @Test
  void aTicketGivesNoRight() {
    String document = sharedDocument();
    String wish = "{\"document\":\"" + document + "\"}";
    assertEquals(signedIn(200), statusesAt("POST", "/api/v1/tickets", wish));
    Map<String, String> joined = new LinkedHashMap<>();
    ROLES.forEach(
        (role, api) -> {
          if (!role.equals("stranger")) {
            String ticket =
                Api.json(api.call("POST", "/api/v1/tickets", wish).body()).get("ticket").asText();
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

  private static Map<String, Integer> statusesAt(String method, String path) {
    return statusesAt(method, path, "");
  }

  private static Map<String, Integer> statusesAt(String method, String path, String body) {
    Map<String, Integer> answers = new LinkedHashMap<>();
    ROLES.forEach((role, api) -> answers.put(role, api.call(method, path, body).statusCode()));
    return answers;
  }

  @Test
  void joinSubmitAndPresenceNeedTheirRights() {
    String document = sharedDocument();
    Map<String, String> found = new LinkedHashMap<>();
    try (HostilePeer watcher = new HostilePeer(ALICE)) {
      watcher.join(document);
      ROLES.forEach(
          (role, api) -> {
            if (role.equals("stranger")) {
              found.put(
                  role, "" + Handshake.status(SERVER.address(), "", "Origin: " + SERVER.address()));
            } else {
              found.put(role, tries(api, document));
            }
          });
    }
    Map<String, String> expected = new LinkedHashMap<>();
    expected.put("stranger", "401");
    expected.put("none", "not-found");
    expected.put("view", "view, forbidden");
    expected.put("comment", "comment, forbidden");
    expected.put("edit", "edit, edited");
    expected.put("edit by group", "edit, edited");
    expected.put("admin", "admin, edited");
    expected.put("owner", "admin, edited");
    expected.put("operator", "admin, edited");
    expected.put("administrator", "admin, edited");
    assertEquals(expected, found);
  }

  /** What joining and one edit come to. */
  private static String tries(Api api, String document) {
    try (HostilePeer peer = new HostilePeer(api)) {
      peer.send("{\"t\":\"join\",\"d\":\"" + document + "\"}");
      JsonNode answer = peer.nextOf("joined", "closed");
      if (answer.get("t").asText().equals("closed")) {
        peer.send(submit(document, 0)).expectRefusal("not-joined");
        peer.send("{\"t\":\"presence\",\"d\":\"" + document + "\",\"state\":{\"a\":1}}");
        return answer.get("code").asText();
      }
      peer.send("{\"t\":\"presence\",\"d\":\"" + document + "\",\"state\":{\"a\":1}}");
      peer.send(submit(document, answer.get("head").asLong()));
      JsonNode end = peer.nextOf("refuse", "ops");
      String outcome = end.get("t").asText().equals("ops") ? "edited" : end.get("code").asText();
      return answer.get("access").asText() + ", " + outcome;
    }
  }

  private static String submit(String document, long base) {
    return "{\"t\":\"submit\",\"d\":\"%s\",\"seq\":1,\"base\":%d,\"ops\":[[\"x\"]]}"
        .formatted(document, base);
  }

  /** Presence is shown to those who joined, of those who joined, and of nobody else. */
  @Test
  void presenceIsSharedAmongThoseWhoMayView() {
    String document = sharedDocument();
    try (HostilePeer watcher = new HostilePeer(ALICE);
        HostilePeer none = new HostilePeer(ROLES.get("none"));
        HostilePeer viewer = new HostilePeer(ROLES.get("view"))) {
      watcher.join(document);
      none.send("{\"t\":\"join\",\"d\":\"" + document + "\"}").next("closed");
      none.send("{\"t\":\"presence\",\"d\":\"" + document + "\",\"state\":{\"a\":1}}");
      viewer.join(document);
      Await.until(
          "the viewer to be seen",
          Duration.ofSeconds(10),
          () -> watcher.present().contains("vera"));
      assertEquals(List.of("vera"), watcher.present());
      assertEquals(List.of(), none.present());
    }
  }

  @Test
  void aPrivateDocumentIsAbsent() {
    String hidden = ALICE.createText("private");
    String absent = UUID.randomUUID().toString();
    Api none = ROLES.get("none");
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
      CompletableFuture<Void> typing = CompletableFuture.runAsync(() -> typesUntilStopped(edda));
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
    try (HostilePeer edda = new HostilePeer(ROLES.get("edit"))) {
      edda.join(document);
      put(
          document,
          Roles.grants(Roles.grant("user", "alice", "admin"), Roles.grant("user", "edda", "view")));
      assertEquals("resync", edda.nextOf("closed").get("code").asText());
      assertEquals("view", edda.join(document).get("access").asText());
      edda.send(submit(document, 0)).expectRefusal("forbidden");
    }
  }

  /** Until an edit is not taken any more. */
  private static void typesUntilStopped(TestClient edda) {
    try {
      while (true) {
        edda.insert(0, "e");
      }
    } catch (AssertionError | IllegalStateException refused) {
      System.out.println("edda stops: " + refused.getMessage());
    }
  }

  private static long byEdda(String document) {
    return ALICE.operations(document).stream().filter(o -> o.user().equals("edda")).count();
  }

  @Test
  void whoLosesEverythingIsShownOut() {
    String document = sharedDocument();
    try (HostilePeer vera = new HostilePeer(ROLES.get("view"))) {
      vera.join(document);
      put(document, Roles.grants(Roles.grant("user", "alice", "admin")));
      assertEquals("not-found", vera.nextOf("closed").get("code").asText());
    }
  }
}
