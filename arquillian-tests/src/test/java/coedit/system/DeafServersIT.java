package coedit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Two servers on one database that do not hear of each other: every message between them is lost. A
 * right to edit that is taken away at one is gone at the other all the same (INV-11), and a sign-in
 * that ends at one ends at the other within five seconds.
 */
class DeafServersIT {

  /** From the answer to who ended a sign-in: what the server promises. */
  private static final Duration SOON = Duration.ofSeconds(5);

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final List<LibertyServer> SERVERS = start();

  private final LibertyServer here = SERVERS.get(0);
  private final LibertyServer there = SERVERS.get(1);

  private static List<LibertyServer> start() {
    Map<String, String> database = Databases.fresh();
    List<LibertyServer> both =
        List.of(new LibertyServer("deaf-1", database), new LibertyServer("deaf-2", database));
    both.forEach(LibertyServer::launch);
    both.forEach(LibertyServer::awaitReady);
    return both;
  }

  @AfterAll
  static void stop() {
    SERVERS.forEach(LibertyServer::close);
  }

  @Test
  void aRevokedEditorsLaterOperationsNeverGetARevisionThoughNobodyTellsTheOtherServer() {
    Api alice = Api.signIn(here, "alice");
    for (int round = 0; round < 3; round++) {
      String document = alice.createText("revoked elsewhere");
      TestClient bob = TestClient.join("bob", document, there);
      CompletableFuture<Void> typing = CompletableFuture.runAsync(bob::typeUntilRefused);
      Await.until("bob to type", PATIENCE, () -> by("bob", document) > 3);
      long asked = System.nanoTime();
      grant(document, Roles.grant("user", "bob", "view"));
      long before = by("bob", document);
      typing.join();
      System.out.printf(
          "round %d: an editor elsewhere was stopped %d ms after the revocation was asked for%n",
          round, millisSince(asked));
      try (TestClient honest = TestClient.join("alice", document, here)) {
        honest.insert(0, "a");
      }
      assertEquals(before, by("bob", document), "INV-11: a revision after the revocation");
      bob.close();
    }
  }

  private long by(String user, String document) {
    return Api.signIn(here, "alice").operations(document).stream()
        .filter(o -> o.user().equals(user))
        .count();
  }

  private void grant(String document, String... others) {
    Stream<String> all =
        Stream.concat(Stream.of(Roles.grant("user", "alice", "admin")), Stream.of(others));
    Roles.put(here, document, Roles.grants(all.toArray(String[]::new)));
  }

  @Test
  void aSignInThatEndsHereEndsThere() {
    Api bob = Api.another(here, "bob");
    Api there = bob.at(this.there.address());
    assertEquals(200, there.call("GET", "/api/v1/documents", "").statusCode());
    try (HostilePeer socket = new HostilePeer(there)) {
      assertEquals(204, bob.call("DELETE", "/api/v1/sessions", "").statusCode());
      long ended = System.nanoTime();
      assertEquals(4401, socket.closeCode(SOON));
      System.out.println("a socket elsewhere ended after " + millisSince(ended) + " ms");
    }
    assertEnded(there);
  }

  @Test
  void administratorsSeeAndEndSignInsOfEveryServer() {
    Api admin = Api.signIn(here, "admin");
    Api carol = Api.another(there, "carol");
    String id = current(carol);
    assertTrue(ids(admin, "/api/v1/admin/sessions?user=carol").contains(id));
    assertTrue(ids(carol.at(here.address()), "/api/v1/account/sessions").contains(id));
    try (HostilePeer socket = new HostilePeer(carol)) {
      assertEquals(204, admin.call("DELETE", "/api/v1/admin/sessions/" + id, "").statusCode());
      assertEquals(4401, socket.closeCode(SOON));
    }
    assertEnded(carol);
  }

  private static void assertEnded(Api ended) {
    Await.until(
        "the end of the sign-in",
        SOON,
        () -> ended.call("GET", "/api/v1/documents", "").statusCode() == 401);
    assertEquals(401, ended.call("POST", "/api/v1/sessions/refresh", "").statusCode());
  }

  private static String current(Api api) {
    for (JsonNode each : sessions(api, "/api/v1/account/sessions")) {
      if (each.get("current").asBoolean()) {
        return each.get("id").asText();
      }
    }
    throw new AssertionError("no sign-in is the current one");
  }

  private static List<String> ids(Api api, String path) {
    return sessions(api, path).findValuesAsText("id");
  }

  private static JsonNode sessions(Api api, String path) {
    return Api.json(api.call("GET", path, "").body()).get("sessions");
  }

  private static long millisSince(long then) {
    return Duration.ofNanos(System.nanoTime() - then).toMillis();
  }
}
