package coedit.system;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A wrong setting is found by who starts the server, not by who uses it. */
class SettingsIT {

  private static final Duration TOLD = Duration.ofSeconds(60);
  private static final String LOSES_COMMITS = "turn on synchronous_commit";

  @Test
  void aServerWithAWrongLimitDoesNotStartAndSaysWhichOneItIs() {
    Map<String, String> wrong = Map.of("COEDIT_LIMITS_FRAME_BYTES", "12");
    try (LibertyServer server = new LibertyServer("settings", wrong)) {
      failsToStart(server, "coedit.limits.frame-bytes is 12, least is 1024");
    }
  }

  /** What is acknowledged there may be lost, by whatever crash. */
  @Test
  void aDatabaseThatIsSetToLoseCommitsIsToldOrIfThatIsAskedForRefused() throws SQLException {
    Map<String, String> settings = new HashMap<>(Databases.fresh());
    loseCommits(settings);
    settings.put("COEDIT_DB_REQUIRE_DURABLE", "true");
    try (LibertyServer server = new LibertyServer("durable", settings)) {
      failsToStart(server, LOSES_COMMITS);
    }
    settings.remove("COEDIT_DB_REQUIRE_DURABLE");
    try (LibertyServer server = new LibertyServer("risky", settings)) {
      server.launch();
      server.awaitReady();
      assertTrue(LibertyServer.hasLogged(server.output(), LOSES_COMMITS), "a warning");
      assertFalse(LibertyServer.hasLogged(server.output(), "CWWKZ0002E"));
    }
  }

  private static void loseCommits(Map<String, String> database) throws SQLException {
    try (Connection connection = new StoredRows(database).connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "ALTER DATABASE \"" + connection.getCatalog() + "\" SET synchronous_commit = off");
    }
  }

  private static void failsToStart(LibertyServer server, String reason) {
    server.launch();
    Await.until(
        "told",
        TOLD,
        () ->
            Files.exists(server.output().resolve("logs/messages.log"))
                && LibertyServer.hasLogged(server.output(), reason));
    Await.until(
        "the application has failed",
        TOLD,
        () -> LibertyServer.hasLogged(server.output(), "CWWKZ0002E"));
    assertNotEquals(200, server.health("ready"));
  }
}
