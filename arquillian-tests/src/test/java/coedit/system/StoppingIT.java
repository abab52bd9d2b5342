package coedit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.system.Api.Committed;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * One server of two after the other stops, and comes back, as in a rolling restart, while people
 * type: the first is drained by its administrator before, the second told to end by SIGTERM only.
 */
class StoppingIT {

  private static final int STOPPING = 4503;

  /** Liberty gives 30 s to everything that stops. */
  private static final Duration STOPPED = Duration.ofSeconds(20);

  private static final Duration HEALED = Duration.ofSeconds(15);

  private static List<LibertyServer> servers = List.of();

  @BeforeAll
  static void start() {
    servers = LibertyServer.pair("stopping", Databases.fresh());
    servers.forEach(LibertyServer::launch);
    servers.forEach(LibertyServer::awaitReady);
  }

  @AfterAll
  static void stop() {
    servers.forEach(LibertyServer::close);
  }

  @Test
  void aDrainedServerAnswersWhatItHasHeardAndSendsEverybodyElsewhere() {
    String document = Api.signIn(servers.get(1), "alice").createText("stopping");
    List<TestClient> authors = Authors.join(6, document, servers);
    AtomicBoolean enough = new AtomicBoolean();
    Authors.Session session = type(authors, enough);
    try (HostilePeer idle = new HostilePeer(Api.signIn(servers.get(0), "carol"))) {
      idle.join(document);
      Api bob = Api.signIn(servers.get(0), "bob");
      assertEquals(403, bob.call("POST", "/api/v1/admin/drain", "").statusCode());
      Api admin = Api.signIn(servers.get(0), "admin");
      HttpResponse<String> drained = admin.call("POST", "/api/v1/admin/drain", "");
      assertEquals("{\"draining\":true,\"sockets\":0}", drained.body());
      assertEquals(STOPPING, idle.closeCode(HEALED));
      assertEquals(503, servers.get(0).health("ready"));
      hasSentEverybodyElsewhere(servers.get(0));
      everybodyMovesOn(authors);
      stops(servers.get(0));
      everybodyMovesOn(authors);
      servers.get(0).launch().awaitReady();
      everybodyMovesOn(authors);
    }
    endsByItsSignalAlone(servers.get(1), document);
    everybodyMovesOn(authors);
    servers.get(1).launch().awaitReady();
    everybodyMovesOn(authors);
    enough.set(true);
    session.end();
    List<Committed> log = History.check(document, authors, servers);
    assertEquals(History.acknowledged(authors), log.size(), "INV-1, INV-2: all, and nothing else");
    authors.forEach(TestClient::close);
  }

  private static void endsByItsSignalAlone(LibertyServer server, String document) {
    try (HostilePeer idle = new HostilePeer(Api.signIn(server, "carol"))) {
      idle.join(document);
      stops(server);
      assertEquals(STOPPING, idle.closeCode(HEALED));
      hasSentEverybodyElsewhere(server);
    }
  }

  private static void stops(LibertyServer server) {
    long asked = System.nanoTime();
    server.close();
    Duration took = Duration.ofNanos(System.nanoTime() - asked);
    System.out.println("stopped within " + took.toMillis() + " ms");
    assertTrue(took.compareTo(STOPPED) < 0, "stopped within " + took);
  }

  private static void hasSentEverybodyElsewhere(LibertyServer server) {
    assertTrue(LibertyServer.hasLogged(server.output(), "sockets are sent elsewhere"));
    assertFalse(LibertyServer.hasLogged(server.output(), "some of what they sent is not answered"));
  }

  private static Authors.Session type(List<TestClient> authors, AtomicBoolean enough) {
    long seed = Long.getLong("coedit.seed", System.nanoTime());
    System.out.println("seed " + seed);
    return Authors.begin(
        authors,
        (author, number) -> {
          Random random = new Random(seed + number);
          while (!enough.get()) {
            author.submit(text -> List.of(Authors.randomEdit(random, text)));
            Await.pause(Duration.ofMillis(20 + random.nextInt(60)));
          }
        });
  }

  /** INV-13. */
  private static void everybodyMovesOn(List<TestClient> authors) {
    List<Integer> before = progress(authors);
    Await.until(
        "two edits more of every author",
        HEALED,
        () -> {
          List<Integer> now = progress(authors);
          for (int i = 0; i < now.size(); i++) {
            if (now.get(i) < before.get(i) + 2) {
              return false;
            }
          }
          return true;
        });
  }

  private static List<Integer> progress(List<TestClient> authors) {
    return authors.stream().map(author -> author.acknowledged().size()).toList();
  }
}
