package coedit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.system.Api.Committed;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
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

  private static final int DOCUMENTS = 8;

  /** The question for everything: an empty state vector. */
  private static final byte[] NOTHING_KNOWN = {0, 0, 1, 0};

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
      // Some author may just be told that he is wrong here.
      assertTrue(drained.body().startsWith("{\"draining\":true,"), drained.body());
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

  /** Nobody knows of the servers but the balancer; no cookie of its own says where one was. */
  @Test
  void behindTheShippedBalancerNobodyLosesAnythingByARollingRestart() throws IOException {
    try (Balancer balancer = new Balancer(servers)) {
      Api alice = Api.signIn(balancer, "alice");
      oneServerHasADocument(alice);
      String document = alice.createText("behind a balancer");
      List<TestClient> authors = Authors.join(6, document, List.of(balancer));
      AtomicBoolean enough = new AtomicBoolean();
      Authors.Session session = type(authors, enough);
      for (LibertyServer server : servers) {
        everybodyMovesOn(authors);
        stops(server);
        everybodyMovesOn(authors);
        server.launch().awaitReady();
        balancer.awaitUp(server);
      }
      everybodyMovesOn(authors);
      enough.set(true);
      session.end();
      List<Committed> log = History.check(document, authors, List.of(balancer));
      assertEquals(History.acknowledged(authors), log.size(), "INV-1, INV-2");
      authors.forEach(TestClient::close);
      for (String operators : List.of("/metrics", "/health/ready", "/openapi")) {
        assertEquals(404, balancer.status(operators), operators);
      }
    }
  }

  /** Sockets of one document go to one server, whoever opens them. */
  private static void oneServerHasADocument(Api alice) throws IOException {
    List<Double> before = servers.stream().map(StoppingIT::rooms).toList();
    List<YjsPeer> peers = new ArrayList<>();
    for (int i = 0; i < DOCUMENTS; i++) {
      String document = alice.create("yjs", "balanced " + i);
      for (int peer = 0; peer < 2; peer++) {
        YjsPeer opened = YjsPeer.overYWebsocket(alice, document);
        assertEquals("synced", opened.says(NOTHING_KNOWN).hears("synced"));
        peers.add(opened);
      }
    }
    Await.until(
        "a room of each document, at one server, and some at both",
        HEALED,
        () -> {
          double first = rooms(servers.get(0)) - before.get(0);
          double second = rooms(servers.get(1)) - before.get(1);
          return first + second == DOCUMENTS && first > 0 && second > 0;
        });
    for (YjsPeer peer : peers) {
      peer.close();
    }
  }

  private static double rooms(LibertyServer server) {
    return Gauges.of(server).get("coedit_rooms");
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
