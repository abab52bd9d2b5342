package coedit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.persistence.postgres.PostgresServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The database's processes are stopped (not ended: every connection stays open and silent) while
 * people type. INV-1 and INV-10: without a commit there is no acknowledgement and nobody sees
 * anything. INV-13: when it goes on, so do they.
 */
class StoppedDatabaseIT {

  private static final Duration NO_ANSWER = Duration.ofSeconds(3);
  private static final Duration NOTICED = Duration.ofSeconds(60);
  private static final Duration HEALED = Duration.ofSeconds(15);

  @Test
  void acknowledgesNothingUntilTheDatabaseGoesOn() {
    try (PostgresServer postgres = PostgresServer.start();
        LibertyServer server = new LibertyServer("stopped", Databases.on(postgres))) {
      server.launch().awaitReady();
      String document = Api.signIn(server, "alice").createText("stopped database");
      try (TestClient writer = TestClient.join("alice", document, server);
          TestClient reader = TestClient.join("bob", document, server)) {
        long before = writer.insert(0, "before ").revision();
        reader.awaitRevision(before, HEALED);
        ProcessHandle database = ProcessHandle.of(postgres.pid()).orElseThrow();
        Processes.signal(database, "STOP");
        try {
          writer.begin(text -> List.of(TestClient.insertion(0, "during ")));
          assertFalse(writer.settled(NO_ANSWER), "INV-1: acknowledged without a commit");
          assertEquals(before, reader.revision(), "INV-10: shown without a commit");
          assertEquals(200, server.health("live"), "a database that is away is no reason to die");
          Await.until("not ready", NOTICED, () -> server.health("ready") == 503);
          assertFalse(writer.settled(NO_ANSWER), "INV-1: acknowledged without a commit");
          assertEquals(before, reader.revision(), "INV-10: shown without a commit");
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
      }
    }
  }
}
