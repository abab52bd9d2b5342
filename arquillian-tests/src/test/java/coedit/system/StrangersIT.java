package coedit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Files;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Servers that do not belong to a cluster, though their list of members says so. */
class StrangersIT {

  private static final Duration REFUSED = Duration.ofSeconds(200);

  private final int port = LibertyServer.freePort();
  private final int strangersPort = LibertyServer.freePort();

  private Map<String, String> on(Map<String, String> database, int memberPort) {
    Map<String, String> settings = new LinkedHashMap<>(database);
    settings.put("COEDIT_CLUSTER_PORT", Integer.toString(memberPort));
    settings.put(
        "COEDIT_CLUSTER_MEMBERS", "127.0.0.1:%d,127.0.0.1:%d".formatted(port, strangersPort));
    return settings;
  }

  /** People would be sent to two histories, or kept from documents by a server without the type. */
  @Test
  void whoDoesNotBelongToAClusterDoesNotStartAndSaysWhy() {
    Map<String, String> database = Databases.fresh();
    try (LibertyServer member = new LibertyServer("member", on(database, port));
        LibertyServer elsewhere =
            new LibertyServer("elsewhere", on(Databases.fresh(), strangersPort));
        LibertyServer lacking = new LibertyServer("lacking", on(database, strangersPort))) {
      member.launch().awaitReady();
      elsewhere.launch();
      isRefused(elsewhere, "[127.0.0.1:" + port + "] of coedit.cluster.members serve another");
      elsewhere.kill();
      new StoredRows(database).addDocumentOfType("elsewhere");
      lacking.launch();
      isRefused(lacking, "there are documents of the types [elsewhere], and no plugin for them");
      assertEquals(200, member.health("ready"), "and goes on");
    }
  }

  private static void isRefused(LibertyServer server, String why) {
    Await.until(
        why,
        REFUSED,
        () ->
            Files.exists(server.output().resolve("logs/messages.log"))
                && LibertyServer.hasLogged(server.output(), why)
                && LibertyServer.hasLogged(server.output(), "CWWKZ0002E"));
    assertNotEquals(200, server.health("ready"));
  }
}
