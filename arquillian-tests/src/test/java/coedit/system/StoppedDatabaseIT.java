package coedit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.persistence.postgres.PostgresServer;
import coedit.system.YjsClients.Client;
import coedit.system.YjsClients.State;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The database's processes are stopped (not ended: every connection stays open and silent) while
 * people type. INV-1 and INV-10: without a commit there is no acknowledgement and nobody sees
 * anything. INV-12: what waits meanwhile is bounded. INV-13: when it goes on, so do they.
 */
class StoppedDatabaseIT {

  private static final Duration NO_ANSWER = Duration.ofSeconds(3);
  private static final Duration NOTICED = Duration.ofSeconds(60);
  private static final Duration HEALED = Duration.ofSeconds(15);

  /** The same of a Yjs document, through both dialects. */
  private static final class YjsPair implements AutoCloseable {
    private final YjsClients clients = new YjsClients();
    private final String document;
    private final Client one;
    private final Client two;
    private final int operations;

    YjsPair(LibertyServer server) {
      Api alice = Api.signIn(server, "alice");
      document = alice.create("yjs", "stopped database");
      one = clients.open("hocuspocus-4", alice, document);
      two = clients.open("y-websocket-3", Api.signIn(server, "bob"), document);
      two.await("is synced", State::synced);
      one.insert(0, "before ");
      one.await("is saved", State::isSettled);
      two.await("sees it", state -> state.text().equals("before "));
      operations = alice.operations(document).size();
    }

    void write(String text) {
      one.insert(0, text);
      two.insert(0, "also " + text);
    }

    void nothingIsSavedNorSeen() {
      assertEquals(1, one.state().unsaved(), "INV-1: called saved without a commit");
      assertEquals("during before ", one.state().text(), "INV-10: shown without a commit");
      assertEquals("also during before ", two.state().text(), "INV-10: shown without a commit");
    }

    void isSavedAndSeenOnce(LibertyServer server) {
      one.await("is saved", HEALED, State::isSettled);
      // Which of the two stands first depends on the numbers that the clients have drawn.
      Set<String> merged = Set.of("during also during before ", "also during during before ");
      one.await("sees both", HEALED, state -> merged.contains(state.text()));
      String text = one.state().text();
      two.await("sees both", HEALED, state -> state.text().equals(text));
      Api alice = Api.signIn(server, "alice");
      assertEquals(new Api.Content(operations + 2, text), alice.content(document), "INV-2");
    }

    @Override
    public void close() {
      clients.close();
    }
  }

  @Test
  void acknowledgesNothingUntilTheDatabaseGoesOn() {
    try (PostgresServer postgres = PostgresServer.start();
        LibertyServer server = new LibertyServer("stopped", settings(postgres))) {
      server.launch().awaitReady();
      String document = Api.signIn(server, "alice").createText("stopped database");
      try (TestClient writer = TestClient.join("alice", document, server);
          TestClient reader = TestClient.join("bob", document, server);
          YjsPair yjs = new YjsPair(server);
          FullDocument full = new FullDocument(server);
          LateJoins joins = new LateJoins(server)) {
        long before = writer.insert(0, "before ").revision();
        reader.awaitRevision(before, HEALED);
        ProcessHandle database = ProcessHandle.of(postgres.pid()).orElseThrow();
        Processes.signal(database, "STOP");
        try {
          writer.begin(text -> List.of(TestClient.insertion(0, "during ")));
          yjs.write("during ");
          joins.areToldWhatIsHere();
          full.saysBusy(NOTICED);
          assertFalse(writer.settled(NO_ANSWER), "INV-1: acknowledged without a commit");
          assertEquals(before, reader.revision(), "INV-10: shown without a commit");
          assertEquals(200, server.health("live"), "a database that is away is no reason to die");
          Await.until("not ready", NOTICED, () -> server.health("ready") == 503);
          assertFalse(writer.settled(NO_ANSWER), "INV-1: acknowledged without a commit");
          assertEquals(before, reader.revision(), "INV-10: shown without a commit");
          yjs.nothingIsSavedNorSeen();
        } finally {
          Processes.signal(database, "CONT");
        }
        long healed = System.nanoTime();
        assertTrue(writer.settled(HEALED), "INV-13: edits are taken again");
        writer.insert(0, "after ");
        Await.until("ready again", HEALED, () -> server.health("ready") == 200);
        Duration took = Duration.ofNanos(System.nanoTime() - healed);
        System.out.println("healed in " + took.toMillis() + " ms");
        assertTrue(took.compareTo(HEALED) < 0, "INV-13: " + took);
        List<TestClient> both = List.of(writer, reader);
        assertEquals(3, History.check(document, both, List.of(server)).size(), "INV-2: once");
        assertEquals("after during before ", reader.text());
        yjs.isSavedAndSeenOnce(server);
        joins.goOn();
        full.takesEverythingOnce(NOTICED);
      }
    }
  }

  private static Map<String, String> settings(PostgresServer postgres) {
    Map<String, String> settings = new HashMap<>(Databases.on(postgres));
    settings.putAll(FullDocument.SETTINGS);
    return settings;
  }
}
