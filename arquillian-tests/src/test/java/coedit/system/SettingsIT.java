package coedit.system;

import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A wrong setting is found by who starts the server, not by who uses it. */
class SettingsIT {

  private static final Duration TOLD = Duration.ofSeconds(60);

  @Test
  void aServerWithAWrongLimitDoesNotStartAndSaysWhichOneItIs() {
    Map<String, String> wrong = Map.of("COEDIT_LIMITS_FRAME_BYTES", "12");
    try (LibertyServer server = new LibertyServer("settings", wrong)) {
      server.launch();
      Await.until(
          "told",
          TOLD,
          () ->
              Files.exists(server.output().resolve("logs/messages.log"))
                  && LibertyServer.hasLogged(
                      server.output(), "coedit.limits.frame-bytes is 12, least is 1024"));
      Await.until(
          "the application has failed",
          TOLD,
          () -> LibertyServer.hasLogged(server.output(), "CWWKZ0002E"));
      assertNotEquals(200, server.health("ready"));
    }
  }
}
