package coedit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.system.YjsClients.Client;
import coedit.system.browser.Chromium;
import coedit.system.browser.TiptapWindow;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The example as it is: two stock Tiptap editors in Chromium, over unmodified Hocuspocus providers,
 * and one y-websocket client of each major version, write one document on two servers. One server
 * is killed in between, and comes back.
 */
class TiptapIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration HEALED = Duration.ofSeconds(15);
  private static final Path EXAMPLE = Path.of("../examples/tiptap");

  private final List<AutoCloseable> started = new ArrayList<>();
  private List<LibertyServer> servers = List.of();

  @AfterEach
  void stop() throws Exception {
    for (int i = started.size() - 1; i >= 0; i--) {
      started.get(i).close();
    }
  }

  @Test
  void editorsOfTwoServersConvergeAndLoseNothingAcknowledgedWhenOneIsKilled() {
    int[] ports = {LibertyServer.freePort(), LibertyServer.freePort()};
    startServers(ports);
    Chromium chromium = started(Chromium.start());
    TiptapWindow alice = window(chromium, ports[0], servers.get(0), "alice");
    TiptapWindow bob = window(chromium, ports[1], servers.get(1), "bob");
    String document = Api.signIn(servers.get(1), "bob").documentNamed("tiptap-example");
    YjsClients clients = started(new YjsClients());
    List<Client> others =
        List.of(
            clients.open("y-websocket-1", Api.signIn(servers.get(0), "carol"), document),
            clients.open("y-websocket-2", Api.signIn(servers.get(1), "carol"), document),
            clients.open("y-websocket-3", Api.signIn(servers.get(0), "carol"), document));

    alice.types("Alice begins. ");
    bob.sees("Alice begins.");
    bob.goesToTheEnd();
    alice.typesBold("boldly");
    bob.seesBold("boldly");
    alice.seesCaretOf("bob");
    bob.seesCaretOf("alice");
    List<String> words = new ArrayList<>(List.of("Alice begins", "boldly"));
    words.addAll(everybodyWrites("before", alice, bob, others));
    List<Supplier<String>> all = views(alice, bob, others);
    Await.until("all see all", PATIENCE, () -> all.stream().allMatch(v -> once(v.get(), words)));
    alice.isSaved();
    bob.isSaved();

    List<String> unseen = List.of("(alice last)");
    alice.types(unseen.get(0));
    alice.isSaved();
    servers.get(0).kill();
    Await.until(
        "INV-1: what was acknowledged is at the other server",
        HEALED,
        () -> once(bob.text(), words) && once(bob.text(), unseen));
    words.addAll(unseen);
    words.addAll(everybodyWrites("meanwhile", alice, bob, others));
    // INV-13
    bob.isSaved();
    servers.get(0).launch().awaitReady();
    Await.until("all see all", PATIENCE, () -> all.stream().allMatch(v -> once(v.get(), words)));
    alice.isSaved();
    bob.isSaved();
    String text = bob.text();
    assertEquals(text, alice.text());
    others.forEach(client -> assertEquals(others.get(0).written(), client.written()));
    for (LibertyServer server : servers) {
      assertEquals(text, Api.signIn(server, "bob").content(document).text().strip());
    }
    assertTrue(others.get(0).written().contains("<bold>boldly"), others.get(0).written());
  }

  private static List<String> everybodyWrites(
      String when, TiptapWindow alice, TiptapWindow bob, List<Client> others) {
    List<String> words = new ArrayList<>();
    alice.types("(alice " + when + ")");
    bob.types("(bob " + when + ")");
    words.add("(alice " + when + ")");
    words.add("(bob " + when + ")");
    for (Client client : others) {
      String word = "(" + client + " " + when + ")";
      client.writes(word);
      words.add(word);
    }
    return words;
  }

  private static List<Supplier<String>> views(
      TiptapWindow alice, TiptapWindow bob, List<Client> others) {
    List<Supplier<String>> views = new ArrayList<>(List.of(alice::text, bob::text));
    others.forEach(client -> views.add(client::written));
    return views;
  }

  private static boolean once(String text, List<String> words) {
    return words.stream()
        .allMatch(word -> text.contains(word) && text.indexOf(word) == text.lastIndexOf(word));
  }

  private void startServers(int[] ports) {
    Map<String, String> settings = new LinkedHashMap<>(Databases.fresh());
    settings.put(
        "COEDIT_ORIGINS", "http://localhost:" + ports[0] + ",http://localhost:" + ports[1]);
    servers = LibertyServer.pair("tiptap", settings);
    servers.forEach(this::started);
    servers.forEach(LibertyServer::launch);
    servers.forEach(LibertyServer::awaitReady);
  }

  /** The example's own server, and its page in a window. */
  private TiptapWindow window(Chromium chromium, int port, LibertyServer coedit, String user) {
    ProcessBuilder builder = new ProcessBuilder("node", "server.mjs").directory(EXAMPLE.toFile());
    builder.environment().put("COEDIT", coedit.address().toString());
    builder.environment().put("PORT", Integer.toString(port));
    builder.redirectErrorStream(true);
    builder.redirectOutput(Path.of("target", "tiptap-" + user + ".log").toFile());
    ProcessHandle process = Processes.start(builder).toHandle();
    started.add(() -> Processes.kill(process));
    URI page = URI.create("http://localhost:" + port + "/?user=" + user);
    Await.until("the example at " + page, PATIENCE, () -> answers(page));
    return started(TiptapWindow.open(chromium.browser(), page));
  }

  private static boolean answers(URI page) {
    HttpRequest request = HttpRequest.newBuilder(page).timeout(Duration.ofSeconds(2)).build();
    try {
      return Api.HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (java.io.IOException notYet) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private <T extends AutoCloseable> T started(T one) {
    started.add(one);
    return one;
  }
}
