package coedit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.persistence.postgres.PostgresServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A server whose database has a read replica, by PostgreSQL's own replication: it answers what it
 * has, and nobody is shown less than was acknowledged while it lags, or when it is gone.
 */
class ReplicaIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final PostgresServer DATABASE = PostgresServer.start();
  private static final PostgresServer REPLICA = DATABASE.replica();
  private static LibertyServer server;

  private String document;

  @BeforeAll
  static void start() {
    Map<String, String> settings = new LinkedHashMap<>(Databases.on(DATABASE));
    String address = settings.get("COEDIT_DB_URL");
    String port = ":" + DATABASE.port() + "/";
    assertTrue(address.contains(port), address);
    settings.put("COEDIT_DB_REPLICA_URL", address.replace(port, ":" + REPLICA.port() + "/"));
    server = new LibertyServer("replica", settings).launch().awaitReady();
  }

  @AfterAll
  static void stop() {
    server.close();
    REPLICA.close();
    DATABASE.close();
  }

  @Test
  void answersWhatItHasAndNobodyIsShownLessWhileItLags() {
    Api api = Api.signIn(server, "alice");
    document = api.createText("history");
    try (TestClient alice = TestClient.join("alice", document, server)) {
      alice.insert(0, "b");
      awaitReplicated(api);
      double before = reads("replica");
      assertEquals(new Api.Content(1, "b"), api.content(document));
      assertEquals(1, api.operations(document).size());
      assertTrue(reads("replica") >= before + 2, "both are the replica's");

      REPLICA.pauseReplay();
      double lagging = reads("lagging");
      for (int i = 0; i < 20; i++) {
        long acknowledged = alice.insert(0, "a").revision();
        assertEquals(acknowledged, api.content(document).revision());
        assertEquals(acknowledged, api.operations(document).size());
      }
      assertTrue(reads("lagging") >= lagging + 40, "the database answers what it lacks");
      before = reads("replica");
      assertEquals("b", past(api, 1));
      assertEquals(before + 1, reads("replica"), "and the replica what it has");

      REPLICA.resumeReplay();
      awaitReplicated(api);
      REPLICA.crash();
      alice.insert(0, "last");
      assertEquals(22, api.content(document).revision());
      assertEquals(22, api.operations(document).size());
      assertTrue(reads("away") >= 2, "the database answers when the replica is gone");
      REPLICA.startAgain();
      awaitReplicated(api);
    }
  }

  /** PostgreSQL refuses U+0000 where the embedded database does not. */
  @Test
  void whatIsNoTextIsNobodysName() throws IOException {
    Api alice = Api.signIn(server, "alice");
    HttpResponse<String> named = alice.call("GET", "/api/v1/documents?name=a%00b", "");
    assertEquals(200, named.statusCode());
    assertEquals(0, Api.json(named.body()).get("documents").size());
    Api admin = Api.signIn(server, "admin");
    for (String query : List.of("audit?event=%00", "audit?actor=%00", "sessions?user=%00")) {
      assertEquals(400, admin.call("GET", "/api/v1/admin/" + query, "").statusCode(), query);
    }
    try (RawSocket room = RawSocket.open(alice, "/ws/yjs/a%00b")) {
      assertEquals(400, room.status(), "Liberty takes no such path");
    }
    Await.until(
        "what was asked for is in the audit log",
        PATIENCE,
        () ->
            admin
                .call("GET", "/api/v1/admin/audit?event=access-refused&actor=alice", "")
                .body()
                .contains("not-found ab"));
  }

  /** Until it answers the newest. */
  private void awaitReplicated(Api api) {
    Await.until(
        "an answer of the replica",
        PATIENCE,
        () -> {
          double before = reads("replica");
          api.content(document);
          return reads("replica") > before;
        });
  }

  private String past(Api api, long revision) {
    String path = "/api/v1/documents/" + document + "/content?revision=" + revision;
    return api.call("GET", path, "").body();
  }

  private static double reads(String answer) {
    String metrics = Api.stranger(server).call("GET", "/metrics", "").body();
    Matcher line =
        Pattern.compile("coedit_replica_reads_total\\{[^}]*answer=\"" + answer + "\"[^}]*} (\\S+)")
            .matcher(metrics);
    return line.find() ? Double.parseDouble(line.group(1)) : 0;
  }
}
