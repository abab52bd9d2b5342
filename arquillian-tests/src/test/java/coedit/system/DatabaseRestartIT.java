package coedit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.persistence.postgres.PostgresServer;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The database dies while people type and comes back: its connections are refused meanwhile, or
 * stay open and silent. Nobody is told "saved", load balancers are told to send people elsewhere,
 * and nothing is lost.
 */
class DatabaseRestartIT {

  private static final Duration NO_ANSWER = Duration.ofSeconds(2);
  private static final Duration HEALED = Duration.ofSeconds(15);

  private static final Set<String> HELD =
      Set.of(
          "coedit_rooms",
          "coedit_lanes",
          "coedit_joins_waiting",
          "coedit_sessions",
          "coedit_limit_places",
          "coedit_store_call_queue",
          "coedit_timers",
          "coedit_map_entries",
          "coedit_changes_waiting",
          "coedit_audit_waiting");

  private static final String SHARDS = "SELECT id FROM shard ORDER BY id FOR UPDATE";

  private static PostgresServer postgres;
  private static Map<String, String> database;
  private static FaultyProxy network;
  private static LibertyServer server;

  @BeforeAll
  static void start() {
    postgres = PostgresServer.start();
    network = FaultyProxy.before(postgres.port());
    database = Databases.on(postgres);
    server = new LibertyServer("restarted", through(network, postgres)).launch().awaitReady();
  }

  @AfterAll
  static void stop() {
    server.close();
    network.close();
    postgres.close();
  }

  @Test
  void savesEverythingOnceWhenTheDatabaseIsBack() {
    String document = Api.signIn(server, "alice").createText("restarted database");
    try (TestClient writer = TestClient.join("alice", document, server);
        TestClient reader = TestClient.join("bob", document, server)) {
      long before = writer.insert(0, "before ").revision();
      reader.awaitRevision(before, HEALED);
      postgres.crash();
      writer.begin(text -> List.of(TestClient.insertion(0, "during ")));
      Await.until("not ready", HEALED, () -> server.health("ready") == 503);
      assertEquals(200, server.health("live"), "a database that is away is no reason to die");
      assertFalse(writer.settled(NO_ANSWER), "INV-1: acknowledged without a commit");
      assertEquals(before, reader.revision(), "INV-10: shown without a commit");
      assertFailsFast(document);
      for (int i = 0; i < 6; i++) {
        assertEquals(503, signsIn("carol"), "nobody knows whether that is her password");
      }
      postgres.startAgain();
      assertTrue(writer.settled(HEALED), "INV-13: edits are taken again");
      Await.until("ready again", HEALED, () -> server.health("ready") == 200);
      assertEquals(200, signsIn("carol"), "she has not guessed wrong");
      writer.insert(0, "after ");
      List<TestClient> both = List.of(writer, reader);
      assertEquals(3, History.check(document, both, List.of(server)).size(), "INV-2: once");
      assertEquals("after during before ", reader.text());
    }
  }

  private static int signsIn(String name) {
    String body = "{\"user\":\"%s\",\"password\":\"%s\"}".formatted(name, name);
    String[] json = {"Content-Type", "application/json"};
    return Api.bare(server.address(), "POST", "/api/v1/sessions", body, json).statusCode();
  }

  /** Requests do not wait one after the other for a database that is known to be away. */
  private static void assertFailsFast(String document) {
    Api alice = Api.signIn(server, "alice");
    long begun = System.nanoTime();
    for (int i = 0; i < 20; i++) {
      HttpResponse<String> answer = alice.call("GET", "/api/v1/documents/" + document, "");
      assertEquals(503, answer.statusCode(), answer.body());
      assertEquals("degraded", Api.json(answer.body()).get("code").asText());
    }
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    assertTrue(took.compareTo(Duration.ofSeconds(10)) < 0, "20 refusals took " + took);
  }

  /** INV-12: documents that could not be opened, again and again. */
  @Test
  void loadsThatFailLeaveNothingBehind() {
    Api alice = Api.signIn(server, "alice");
    List<String> documents =
        Stream.generate(() -> alice.createText("not to be opened")).limit(20).toList();
    try (HostilePeer bob = new HostilePeer(Api.signIn(server, "bob"))) {
      postgres.crash();
      for (int i = 0; i < 200; i++) {
        bob.send("{\"t\":\"join\",\"d\":\"" + documents.get(i % documents.size()) + "\"}");
        assertEquals("degraded", bob.nextOf("closed").get("code").asText());
      }
      postgres.startAgain();
      Await.until("ready again", HEALED, () -> server.health("ready") == 200);
      documents.forEach(bob::join);
    }
    Await.until(
        "nothing is held: " + Gauges.of(server),
        HEALED,
        () -> {
          Map<String, Double> gauges = Gauges.of(server);
          return HELD.stream().allMatch(name -> gauges.get(name) == 0);
        });
  }

  @Test
  void aDatabaseHostThatVanishesIsGivenUpAndFoundAgain() {
    String document = Api.signIn(server, "alice").createText("vanished database");
    try (TestClient writer = TestClient.join("alice", document, server)) {
      writer.insert(0, "before ");
      network.vanish();
      writer.begin(text -> List.of(TestClient.insertion(0, "during ")));
      Await.until("not ready", HEALED, () -> server.health("ready") == 503);
      assertFalse(writer.settled(NO_ANSWER), "INV-1: acknowledged without a commit");
      network.comeBack();
      assertTrue(writer.settled(HEALED), "INV-13: edits are taken again");
      Await.until("ready again", HEALED, () -> server.health("ready") == 200);
      writer.insert(0, "after ");
      List<TestClient> all = List.of(writer);
      assertEquals(3, History.check(document, all, List.of(server)).size(), "INV-2: once");
    }
  }

  /** Between a statement and the commit: its connection stays open, and nothing comes on it. */
  @Test
  void aServerThatStandsStillInATransactionDoesNotKeepItsRowsFromTheOthers() throws SQLException {
    String document = Api.signIn(server, "alice").createText("a server that stands still");
    StoredRows rows = new StoredRows(database);
    try (TestClient writer = TestClient.join("alice", document, server);
        Connection other = rows.connect();
        Statement statement = other.createStatement()) {
      writer.insert(0, "before ");
      other.setAutoCommit(false);
      statement.execute(SHARDS);
      writer.begin(text -> List.of(TestClient.insertion(0, "during ")));
      Await.until(
          "waits for the rows", HEALED, () -> rows.sessions("wait_event_type = 'Lock'") > 0);
      server.pause();
      try {
        other.rollback();
        Await.until("has them", HEALED, () -> rows.sessions("state = 'idle in transaction'") > 0);
        statement.execute("SET lock_timeout = '30s'");
        statement.execute(SHARDS);
        other.rollback();
      } finally {
        server.goOn();
      }
      assertTrue(writer.settled(HEALED), "INV-13: edits are taken again");
      Await.until("ready again", HEALED, () -> server.health("ready") == 200);
      List<TestClient> all = List.of(writer);
      assertEquals(2, History.check(document, all, List.of(server)).size(), "INV-2: once");
    }
  }

  private static Map<String, String> through(FaultyProxy network, PostgresServer postgres) {
    Map<String, String> settings = new HashMap<>(database);
    settings.computeIfPresent(
        "COEDIT_DB_URL",
        (name, url) -> url.replace(":" + postgres.port() + "/", ":" + network.port() + "/"));
    settings.put("COEDIT_ROOM_IDLE", "1");
    settings.put("COEDIT_DOCUMENT_IDLE", "1");
    return settings;
  }
}
