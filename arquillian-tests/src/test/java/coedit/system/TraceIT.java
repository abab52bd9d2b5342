package coedit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/**
 * How people really wrote a paper, edit by edit: INV-8 and INV-9 on a recorded history. {@code
 * -Dcoedit.trace} names another file of the format in {@code plugins/ot-text}.
 */
class TraceIT {

  private static final Path TRACE =
      Path.of(
          System.getProperty(
              "coedit.trace",
              "../plugins/ot-text/src/test/resources/traces/automerge-paper-20000.json.gz"));
  private static final int BATCH = 64;
  private static final Duration FOLLOWED = Duration.ofSeconds(60);

  @Test
  void aRecordedHistoryEndsInItsTextEverywhere() {
    LibertyServer server = SharedServer.get();
    List<String> operations = new ArrayList<>();
    String expected = read(operations);
    String document = Api.signIn(server, "alice").createText("trace");
    try (TestClient writer = TestClient.join("alice", document, server);
        TestClient reader = TestClient.join("bob", document, server)) {
      long from = System.nanoTime();
      for (int at = 0; at < operations.size(); at += BATCH) {
        List<String> batch = operations.subList(at, Math.min(at + BATCH, operations.size()));
        writer.submit(text -> batch);
      }
      reader.awaitRevision(operations.size(), FOLLOWED);
      System.out.printf(
          "%d edits in %d ms%n", operations.size(), (System.nanoTime() - from) / 1_000_000);
      assertEquals(expected, writer.text());
      assertEquals(expected, reader.text());
    }
    assertEquals(
        new Api.Content(operations.size(), expected),
        Api.signIn(server, "carol").content(document));
    server.kill();
    server.launch().awaitReady();
    assertEquals(
        new Api.Content(operations.size(), expected),
        Api.signIn(server, "carol").content(document));
    try (TestClient later = TestClient.join("carol", document, server)) {
      assertEquals(expected, later.text());
    }
  }

  /** Fills in the operations and returns the text they end in, made the plain way. */
  private static String read(List<String> operations) {
    try (InputStream file = new GZIPInputStream(Files.newInputStream(TRACE))) {
      JsonNode trace = Api.JSON.readTree(file);
      StringBuilder text = new StringBuilder(trace.get("startContent").asText());
      for (JsonNode edit : trace.get("txns")) {
        for (JsonNode patch : edit.get("patches")) {
          String inserted = patch.get(2).asText();
          operations.add(operation(patch.get(0).asInt(), patch.get(1).asInt(), inserted));
          int at = text.offsetByCodePoints(0, patch.get(0).asInt());
          text.replace(at, text.offsetByCodePoints(at, patch.get(1).asInt()), inserted);
        }
      }
      return text.toString();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static String operation(int at, int deleted, String inserted) {
    List<String> parts = new ArrayList<>();
    if (at > 0) {
      parts.add(Integer.toString(at));
    }
    if (!inserted.isEmpty()) {
      parts.add(Api.JSON.valueToTree(inserted).toString());
    }
    if (deleted > 0) {
      parts.add("{\"d\":" + deleted + "}");
    }
    return "[" + String.join(",", parts) + "]";
  }
}
