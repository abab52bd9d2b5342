package coedit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** After a restore of an older backup, who has seen more is reset, and merges nothing (INV-15). */
class RestoreIT {

  private static final Duration NOTICED = Duration.ofSeconds(200);

  @Test
  void anOlderBackupResetsWhoHasSeenMore() throws IOException {
    try (LibertyServer server = new LibertyServer("restored", Map.of()).launch().awaitReady()) {
      Api before = Api.signIn(server, "alice");
      String document = before.createText("restored");
      Path data = server.output().resolve("data");
      Path backup = server.output().resolveSibling("backup");
      JsonNode joined;
      try (TestClient alice = TestClient.join("alice", document, server);
          HostilePeer bob = new HostilePeer(Api.signIn(server, "bob"))) {
        alice.insert(0, "kept ");
        // What lies on the disk while nothing is written is what a crash would leave.
        server.pause();
        copy(data, backup);
        server.goOn();
        alice.insert(5, "lost");
        assertEquals("kept lost", alice.text());
        joined = bob.join(document);
      }
      server.kill();

      LibertyServer.remove(data);
      copy(backup, data);
      Files.createFile(data.resolve("restored"));
      server.launch().awaitReady();
      comesBack(server, document, joined);
      isDoneOnce(server, before);
    }
  }

  private static void isDoneOnce(LibertyServer server, Api before) {
    assertFalse(Files.exists(server.output().resolve("data/restored")), "done once");
    assertEquals(401, before.call("GET", "/api/v1/documents", "").statusCode(), "signed out");
    String events = "/api/v1/admin/audit?event=backup-restored";
    String told = Api.signIn(server, "admin").call("GET", events, "").body();
    assertTrue(told.contains("generation"), told);
  }

  /**
   * Two servers on PostgreSQL, and an operator who forgets to stop one of them before the restore:
   * it serves nobody any more, and keeps the other from starting, until it is stopped.
   */
  @Test
  void whoWasNotStoppedBeforeARestoreIsOut() throws IOException {
    Map<String, String> database = Databases.fresh();
    List<LibertyServer> pair = LibertyServer.pair("restored-pair", database);
    LibertyServer first = pair.get(0);
    LibertyServer forgotten = pair.get(1);
    try (first;
        forgotten) {
      pair.forEach(LibertyServer::launch);
      pair.forEach(LibertyServer::awaitReady);
      Api before = Api.signIn(first, "alice");
      String document = before.createText("restored");
      JsonNode joined;
      try (TestClient alice = TestClient.join("alice", document, first);
          HostilePeer bob = new HostilePeer(Api.signIn(first, "bob"))) {
        alice.insert(0, "kept ");
        PostgresBackup backup = PostgresBackup.of(database);
        alice.insert(5, "lost");
        joined = bob.join(document);
        first.kill();
        backup.restore();
      }
      Files.createFile(first.output().resolve("data/restored"));
      first.launch();
      Await.until("refused", NOTICED, () -> hasLogged(first, "stop all servers first"));
      Await.until(
          "noticed", NOTICED, () -> hasLogged(forgotten, "a backup was put into its place"));
      Await.until("out", NOTICED, () -> forgotten.health("live") == 503);
      assertEquals(503, forgotten.health("ready"));
      assertTrue(Files.exists(first.output().resolve("data/restored")), "not done yet");

      pair.forEach(LibertyServer::kill);
      first.launch().awaitReady();
      forgotten.launch().awaitReady();
      comesBack(forgotten, document, joined);
      isDoneOnce(first, before);
    }
  }

  private static boolean hasLogged(LibertyServer server, String words) {
    return Files.exists(server.output().resolve("logs/messages.log"))
        && LibertyServer.hasLogged(server.output(), words);
  }

  /** Whoever has seen more begins anew, and edits what was restored. */
  private static void comesBack(LibertyServer server, String document, JsonNode joined) {
    try (HostilePeer bob = new HostilePeer(Api.signIn(server, "bob"))) {
      bob.send(
          "{\"t\":\"join\",\"d\":\"%s\",\"client\":\"%s\",\"resume\":{\"generation\":\"%s\",\"revision\":%d}}"
              .formatted(
                  document,
                  joined.get("client").asText(),
                  joined.get("generation").asText(),
                  joined.get("head").asLong()));
      assertEquals("generation-changed", bob.nextOf("reset").get("code").asText());
    }
    try (TestClient alice = TestClient.join("alice", document, server)) {
      assertEquals("kept ", alice.text());
      alice.insert(5, "on");
      assertEquals("kept on", Api.signIn(server, "alice").content(document).text());
      assertEquals(2, Api.signIn(server, "alice").operations(document).size());
    }
  }

  private static void copy(Path from, Path to) {
    LibertyServer.remove(to);
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : (Iterable<Path>) all::iterator) {
        Files.copy(each, to.resolve(from.relativize(each)));
      }
      assertTrue(Files.exists(to), "copied");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
