package coedit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What clients say of their state: how far they have come, and whether it is what is stored. */
class ClientStatesIT {

  private static final LibertyServer SERVER = SharedServer.get();
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final String DIVERGENCES = "coedit_divergences_total";

  /** Of the text that is written below, as the protocol has it: CRC-32 of {@code "cba"}. */
  private static final String CHECKSUM = "b665d7d8";

  private final String document = Api.signIn(SERVER, "alice").createText("states");

  @Test
  void aClientWhoseStateIsSpoiltIsFoundAndReportedAndStartsOver() throws IOException {
    double before = Gauges.of(SERVER).getOrDefault(DIVERGENCES, 0.0);
    try (TestClient alice = TestClient.join("alice", document, SERVER)) {
      alice.insert(0, "what is stored");
      Process node = Processes.start(astray());
      try {
        List<JsonNode> said = new CopyOnWriteArrayList<>();
        Thread ear = new Thread(() -> listen(node, said), "ear of the spoilt client");
        ear.setDaemon(true);
        ear.start();
        Await.until(
            "the spoilt state is shown",
            PATIENCE,
            () -> says(said, "spoilt", "xspoilt what is stored"));
        Await.until(
            "it shows what is stored: " + said,
            PATIENCE,
            () -> says(said, "changed", "xwhat is stored"));
        assertEquals(before + 1, Gauges.of(SERVER).get(DIVERGENCES));
        assertTrue(LibertyServer.hasLogged(SERVER.output(), "document " + document + ": client "));
        assertFalse(LibertyServer.hasLogged(SERVER.output(), "xspoilt"), "never content");
        assertTrue(said.stream().noneMatch(each -> each.has("closed")), said.toString());
        assertTrue(said.stream().noneMatch(each -> each.has("unmerged")), said.toString());
        alice.insert(0, "and ");
        Await.until(
            "it goes on: " + said, PATIENCE, () -> says(said, "changed", "and xwhat is stored"));
        assertEquals(0, alice.reconnects(), "nobody else notices");
      } finally {
        Processes.kill(node.toHandle());
      }
    }
  }

  private ProcessBuilder astray() throws IOException {
    return new ProcessBuilder(
            "node",
            "astray.mjs",
            ClientLibrary.bundled().toString(),
            SERVER.address().toString(),
            Api.signIn(SERVER, "bob").cookieHeader(),
            document)
        .directory(Path.of("src/test/node").toFile())
        .redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  private static void listen(Process node, List<JsonNode> said) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(node.getInputStream(), StandardCharsets.UTF_8))) {
      lines.lines().forEach(line -> said.add(Api.json(line)));
    } catch (IOException | UncheckedIOException ended) {
      // As it does when it is killed.
    }
  }

  private static boolean says(List<JsonNode> said, String what, String text) {
    return said.stream().anyMatch(each -> each.has(what) && each.get(what).asText().equals(text));
  }

  @Test
  void administratorsSeeHowFarEachClientHasCome() {
    try (TestClient alice = TestClient.join("alice", document, SERVER);
        HostilePeer bob = new HostilePeer(Api.signIn(SERVER, "bob"))) {
      bob.join(document);
      alice.insert(0, "a");
      alice.insert(0, "b");
      alice.insert(0, "c");
      JsonNode writer = clients().get("alice");
      assertEquals(3, writer.get("delivered").asLong());
      assertEquals(2, writer.get("applied").asLong(), "the base of the last edit");
      assertEquals(1, writer.get("lag").asLong());
      assertEquals(0, writer.get("unsettled").asLong());
      assertFalse(clients().get("bob").has("applied"), "he has said nothing yet");
      bob.send(
          "{\"t\":\"state\",\"d\":\"%s\",\"r\":3,\"hash\":\"%s\"}".formatted(document, CHECKSUM));
      Await.until(
          "what bob says", PATIENCE, () -> clients().get("bob").path("applied").asLong() == 3);
      assertEquals(0, clients().get("bob").get("lag").asLong());
    }
  }

  /** By user. */
  private Map<String, JsonNode> clients() {
    String path = "/api/v1/admin/documents/" + document + "/clients";
    JsonNode answer = Api.json(Api.signIn(SERVER, "admin").call("GET", path, "").body());
    Map<String, JsonNode> clients = new HashMap<>();
    answer.get("clients").forEach(client -> clients.put(client.get("user").asText(), client));
    return clients;
  }
}
