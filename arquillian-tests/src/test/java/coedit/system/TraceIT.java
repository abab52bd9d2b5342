package coedit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.system.YjsClients.Client;
import coedit.system.YjsClients.State;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * How people really wrote, edit by edit: INV-8 and INV-9 on recorded histories, which end in the
 * text that their recorder gives, not in one that is made here. {@code -Dcoedit.trace} names
 * another history of one author, such as the 259,778 keystrokes of automerge-paper, and {@code
 * -Dcoedit.trace.batch} how many keystrokes of it make one Yjs update.
 */
class TraceIT {

  private static final int BATCH = 64;

  /** Keystrokes that are sent together, as by somebody whose machine is busy. */
  private static final int YJS_BATCH = Integer.getInteger("coedit.trace.batch", 16);

  private static final Duration FOLLOWED = Duration.ofMinutes(2);

  private final LibertyServer server = SharedServer.get();
  private final String document = Api.signIn(server, "alice").createText("trace");

  @Test
  void whatOneAuthorWroteEndsInItsTextEverywhere() {
    String file = System.getProperty("coedit.trace");
    Trace trace =
        file == null ? Trace.recorded("sveltecomponent.json.gz") : Trace.of(Path.of(file));
    List<String> operations = trace.edits().stream().map(Trace.Edit::operation).toList();
    long from = System.nanoTime();
    try (TestClient writer = TestClient.join("alice", document, server);
        TestClient reader = TestClient.join("bob", document, server)) {
      for (int at = 0; at < operations.size(); at += BATCH) {
        List<String> batch = operations.subList(at, Math.min(at + BATCH, operations.size()));
        writer.submit(text -> batch);
      }
      reader.awaitRevision(operations.size(), FOLLOWED);
      print(trace, from);
      assertEquals(trace.endContent(), writer.text());
      assertEquals(trace.endContent(), reader.text());
    }
    theServerHas(trace);
  }

  @Test
  void whatTwoTypedAtTheSameTimeEndsInItsTextEverywhere() {
    Trace trace = Trace.recorded("friendsforever.json.gz");
    long from = System.nanoTime();
    try (TraceAuthor one = new TraceAuthor(Api.signIn(server, "alice"), document, trace, 0);
        TraceAuthor two = new TraceAuthor(Api.signIn(server, "bob"), document, trace, 1)) {
      CompletableFuture<Void> other = CompletableFuture.runAsync(one::play);
      two.play();
      other.join();
      print(trace, from);
      int concurrent = one.concurrent() + two.concurrent();
      System.out.println(concurrent + " of them are concurrent");
      assertEquals(trace.endContent(), one.text());
      assertEquals(trace.endContent(), two.text());
      assertTrue(concurrent > 1_000, "they typed one after the other: " + concurrent);
    }
    theServerHas(trace);
  }

  @Test
  void whatOneAuthorWroteThroughYjsClientsEndsInItsTextEverywhere() {
    String yjs = Api.signIn(server, "alice").create("yjs", "trace");
    Path file =
        Path.of(
            System.getProperty(
                "coedit.trace", "src/test/resources/traces/sveltecomponent.json.gz"));
    try (YjsClients clients = new YjsClients()) {
      Client writer = clients.open("y-websocket-3", Api.signIn(server, "alice"), yjs);
      Client reader = clients.open("hocuspocus-4", Api.signIn(server, "bob"), yjs);
      reader.await("is synced", State::synced);
      writer.await("is synced", State::synced);
      long from = System.nanoTime();
      String end = writer.plays(file, Integer.MAX_VALUE, YJS_BATCH).orElseThrow();
      assertEquals(end, writer.state().text());
      reader.await("has followed", FOLLOWED, state -> state.text().equals(end));
      Api.Content content = Api.signIn(server, "carol").content(yjs);
      System.out.printf(
          "through Yjs as %d revisions in %d ms, connections lost: %s%n",
          content.revision(), (System.nanoTime() - from) / 1_000_000, writer.state().closes());
      assertEquals(end, content.text());
      String state = Api.signIn(server, "carol").stateHash(yjs);
      Stream.of(writer, reader).forEach(Client::close);
      server.kill();
      server.launch().awaitReady();
      assertEquals(end, Api.signIn(server, "carol").content(yjs).text());
      assertEquals(state, Api.signIn(server, "carol").stateHash(yjs), "INV-8, INV-9");
      for (String library : YjsClients.LIBRARIES) {
        Client later = clients.open(library, Api.signIn(server, "carol"), yjs);
        assertEquals(end, later.await("is synced", State::synced).text());
        later.close();
      }
    }
  }

  private static void print(Trace trace, long from) {
    long millis = (System.nanoTime() - from) / 1_000_000;
    System.out.printf("%d edits in %d ms%n", trace.edits().size(), millis);
  }

  /** Now, and after a start from nothing but the disk. */
  private void theServerHas(Trace trace) {
    Api.Content end = new Api.Content(trace.edits().size(), trace.endContent());
    assertEquals(end, Api.signIn(server, "carol").content(document));
    String state = Api.signIn(server, "carol").stateHash(document);
    server.kill();
    server.launch().awaitReady();
    assertEquals(end, Api.signIn(server, "carol").content(document));
    assertEquals(state, Api.signIn(server, "carol").stateHash(document), "INV-8, INV-9");
    Stream.of("alice", "bob", "carol")
        .forEach(
            user -> {
              try (TestClient later = TestClient.join(user, document, server)) {
                assertEquals(trace.endContent(), later.text());
              }
            });
  }
}
