package coedit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What two servers and their PostgreSQL do, counted: transactions while nobody types, rows written
 * for what many type into one document, messages from server to server, and what a crowd costs.
 */
class CountsIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration WINDOW = Duration.ofMillis(50);
  private static final Executor THREADS = work -> new Thread(work).start();

  private static Map<String, String> database = Map.of();
  private static List<LibertyServer> servers = List.of();
  private static StoredRows rows = new StoredRows(Map.of());

  @BeforeAll
  static void start() {
    database = Databases.fresh();
    rows = new StoredRows(database);
    Map<String, String> settings = new LinkedHashMap<>(database);
    // What many people do is done by three here.
    for (String limit :
        List.of(
            "SOCKETS_PER_USER",
            "SOCKETS_PER_ADDRESS",
            "REQUESTS_PER_SECOND",
            "REQUESTS_BURST",
            "ADDRESS_REQUESTS_PER_SECOND",
            "ADDRESS_REQUESTS_BURST",
            "MESSAGES_PER_SECOND",
            "MESSAGES_BURST")) {
      settings.put("COEDIT_LIMITS_" + limit, "1000000");
    }
    settings.put("COEDIT_COMMIT_WINDOW", Long.toString(WINDOW.toMillis()));
    servers = LibertyServer.pair("counts", settings);
    servers.forEach(LibertyServer::launch);
    servers.forEach(LibertyServer::awaitReady);
  }

  @AfterAll
  static void stop() {
    servers.forEach(LibertyServer::close);
  }

  /**
   * Each server asks the database once a second whether it is there, and every few seconds for the
   * heads of all that is open, for the sign-ins and for the time: so much, however much is open.
   */
  @Test
  void openDocumentsThatNobodyEditsAskTheDatabaseNothing() {
    int documents = 240;
    int perSocket = 60;
    List<HostilePeer> peers = new ArrayList<>();
    try {
      Api alice = Api.signIn(servers.get(0), "alice");
      List<String> open = new ArrayList<>();
      for (int i = 0; i < documents; i++) {
        open.add(alice.createText("idle " + i));
      }
      for (LibertyServer server : servers) {
        for (int i = 0; i < documents; i++) {
          if (i % perSocket == 0) {
            peers.add(new HostilePeer(Api.signIn(server, "bob")));
          }
          peers.get(peers.size() - 1).join(open.get(i));
        }
      }
      long seconds = 10;
      // What the joins did is in the counters after ten seconds at the latest.
      Await.pause(Duration.ofSeconds(11));
      long before = rows.transactions();
      Await.pause(Duration.ofSeconds(seconds));
      long each = rows.transactions() - before;
      System.out.printf(
          "%d transactions of %d servers with %d idle documents in %d s%n",
          each, servers.size(), documents, seconds);
      assertTrue(each < 4 * seconds * servers.size(), each + " transactions in " + seconds + " s");
    } finally {
      peers.forEach(HostilePeer::close);
    }
  }

  /**
   * The log only grows, and no row of the document is written for each operation; transactions are
   * as many as the window lets through, however many write. {@code -Dcoedit.counts.each} sets how
   * many operations each writes.
   */
  @Test
  void manyWritersOfOneDocumentInsertIntoTheLogAndRewriteNothing() {
    long seed = Long.getLong("coedit.seed", System.nanoTime());
    System.out.println("seed " + seed);
    int writers = 20;
    int each = Integer.getInteger("coedit.counts.each", 60);
    String document = Api.signIn(servers.get(0), "alice").createText("hot");
    StoredRows.Written log = rows.written("operation_log");
    StoredRows.Written list = rows.written("document");
    List<TestClient> authors = Authors.join(writers, document, servers);
    Authors.together(
        authors,
        (author, number) -> {
          Random random = new Random(seed + number);
          for (int i = 0; i < each; i++) {
            author.submit(text -> List.of(Authors.randomEdit(random, text)));
          }
        });
    int operations = History.check(document, authors, servers).size();
    authors.forEach(TestClient::close);
    List<Instant> commits = rows.commits(document);
    Duration span = Duration.between(commits.get(0), commits.get(commits.size() - 1));
    System.out.println(operations + " operations in " + commits.size() + " commits, " + span);
    assertTrue(commits.size() <= 1 + span.dividedBy(WINDOW), commits.size() + " in " + span);
    assertTrue(commits.size() < operations / 5, "no groups: " + commits.size());
    Await.until(
        "the database has counted all operations",
        PATIENCE,
        () -> rows.written("operation_log").since(log).inserted() >= operations);
    StoredRows.Written ofTheLog = rows.written("operation_log").since(log);
    StoredRows.Written ofTheList = rows.written("document").since(list);
    System.out.println(operations + " operations; log: " + ofTheLog + ", documents: " + ofTheList);
    assertEquals(new StoredRows.Written(ofTheLog.inserted(), 0, 0), ofTheLog);
    assertTrue(ofTheList.updated() < operations / 20, "documents: " + ofTheList);
    assertEquals(0, rows.deadlocks());
  }

  /** To the servers that have the document open, and nothing that was received goes on. */
  @Test
  void anOperationIsOneMessageToTheOtherServerAndNoneWhereNobodyHasTheDocumentOpen() {
    int operations = 30;
    String shared = Api.signIn(servers.get(0), "alice").createText("in both");
    try (TestClient alice = TestClient.join("alice", shared, servers.get(0));
        TestClient bob = TestClient.join("bob", shared, servers.get(1))) {
      pushed(alice, bob);
      pushed(bob, alice);
      long before = sent();
      for (int i = 0; i < operations; i++) {
        TestClient writer = i % 2 == 0 ? alice : bob;
        TestClient reader = i % 2 == 0 ? bob : alice;
        reader.awaitRevision(writer.insert(0, "x").revision(), PATIENCE);
      }
      assertEquals(operations, sent() - before);
    }
    String alone = Api.signIn(servers.get(0), "alice").createText("in one");
    try (TestClient alice = TestClient.join("alice", alone, servers.get(0))) {
      alice.insert(0, "x");
      boolean sequencedHere = rows.isOwner(servers.get(0), alone);
      long before = sent();
      for (int i = 0; i < operations; i++) {
        alice.insert(0, "x");
      }
      assertEquals(sequencedHere ? 0 : operations, sent() - before);
    }
  }

  /** Until the owner knows that both servers have the document open, the reader asks the log. */
  private static void pushed(TestClient writer, TestClient reader) {
    Await.until(
        "an operation is sent to the other server",
        PATIENCE,
        () -> {
          long before = sent();
          reader.awaitRevision(writer.insert(0, "x").revision(), PATIENCE);
          return sent() == before + 1;
        });
  }

  private static long sent() {
    return servers.stream()
        .mapToLong(server -> Gauges.of(server).get("coedit_feed_sent").longValue())
        .sum();
  }

  /** Cursors are dropped, never stored, and nobody's operations wait for them. */
  @Test
  void aFloodOfCursorsStoresNothingAndHoldsUpNoOperation() throws InterruptedException {
    int operations = 100;
    int cursors = 5_000;
    String document = Api.signIn(servers.get(0), "alice").createText("flooded");
    AtomicBoolean enough = new AtomicBoolean();
    AtomicBoolean flooded = new AtomicBoolean();
    double dropped = Refused.by(servers.get(1), "presence");
    try (TestClient alice = TestClient.join("alice", document, servers.get(0));
        HostilePeer carol = new HostilePeer(Api.signIn(servers.get(0), "carol"));
        HostilePeer bob = new HostilePeer(Api.signIn(servers.get(1), "bob"))) {
      bob.join(document);
      carol.join(document);
      Thread flood =
          new Thread(
              () -> {
                for (int i = 0; i < cursors || !enough.get(); i++) {
                  bob.send(cursor(document, i));
                  flooded.set(i >= cursors / 10);
                }
                bob.send(cursor(document, -1));
              });
      flood.start();
      Await.until("many cursors are under way", PATIENCE, flooded::get);
      for (int i = 0; i < operations; i++) {
        alice.insert(0, "x");
      }
      enough.set(true);
      flood.join();
      Await.until("the latest is shown", PATIENCE, () -> carol.wasShown("{\"at\":-1}"));
      assertTrue(bob.isOpen());
      assertEquals(operations, History.check(document, List.of(alice), servers).size());
      assertEquals(0, alice.reconnects());
    }
    double more = Refused.by(servers.get(1), "presence") - dropped;
    System.out.println("cursors that nobody was shown: " + more);
    assertTrue(more > cursors / 2.0, "hardly any was dropped: " + more);
  }

  private static String cursor(String document, int at) {
    return "{\"t\":\"presence\",\"d\":\"%s\",\"state\":{\"at\":%d}}".formatted(document, at);
  }

  /** By a call, by a socket that resumes, and by one that joins anew. */
  @Test
  void whoHasAnAcknowledgementReadsItAtOnceAtTheOtherServer() {
    Api there = Api.signIn(servers.get(1), "alice");
    String document = Api.signIn(servers.get(0), "alice").createText("read your writes");
    AtomicBoolean enough = new AtomicBoolean();
    try (TestClient alice = TestClient.join("alice", document, servers.get(0));
        TestClient bob = TestClient.join("bob", document, servers.get(1));
        HostilePeer again = new HostilePeer(there)) {
      String generation = again.join(document).get("generation").asText();
      Authors.Session third =
          Authors.begin(
              List.of(bob),
              (author, number) -> {
                while (!enough.get()) {
                  author.insert(0, "b");
                }
              });
      for (int i = 0; i < 100; i++) {
        long own = alice.insert(0, "a").revision();
        long read = there.content(document).revision();
        assertTrue(read >= own, "read " + read + " after " + own);
        long next = alice.insert(0, "a").revision();
        again.send(
            "{\"t\":\"join\",\"d\":\"%s\",\"resume\":{\"generation\":\"%s\",\"revision\":%d}}"
                .formatted(document, generation, next));
        long resumed = again.next("joined").get("head").asLong();
        assertTrue(resumed >= next, "resumed at " + resumed + " after " + next);
        long last = alice.insert(0, "a").revision();
        again.send("{\"t\":\"leave\",\"d\":\"%s\"}".formatted(document));
        long anew = again.join(document).get("head").asLong();
        assertTrue(anew >= last, "joined at " + anew + " after " + last);
      }
      enough.set(true);
      third.end();
      assertEquals(0, alice.reconnects());
      History.check(document, List.of(alice, bob), servers);
    } finally {
      enough.set(true);
    }
  }

  /** What sessions may resume from is kept for the document, not for each of them. */
  @Test
  void fiftyEditorsAndFiveHundredViewersOfOneDocumentAllEndWithOneText() {
    long seed = Long.getLong("coedit.seed", System.nanoTime());
    System.out.println("seed " + seed);
    String document = Api.signIn(servers.get(0), "alice").createText("crowd");
    List<TestClient> all = new ArrayList<>(Authors.join(50, document, servers));
    List<TestClient> editors = List.copyOf(all);
    Stream.generate(() -> CompletableFuture.supplyAsync(() -> fifty(document), THREADS))
        .limit(10)
        .toList()
        .forEach(viewers -> all.addAll(viewers.join()));
    List<Long> nanos = Collections.synchronizedList(new ArrayList<>());
    Authors.together(
        editors,
        (author, number) -> {
          Random random = new Random(seed + number);
          for (int i = 0; i < 3; i++) {
            long from = System.nanoTime();
            author.submit(text -> List.of(Authors.randomEdit(random, text)));
            nanos.add(System.nanoTime() - from);
          }
        });
    System.out.printf("acknowledged in %s ms (p50, p95)%n", millis(nanos, 0.5, 0.95));
    int operations = History.check(document, all, servers).size();
    assertEquals(0, all.stream().mapToInt(TestClient::reconnects).sum(), "nobody was let go");
    await(() -> kept() <= 2.0 * servers.size() * operations);
    all.forEach(TestClient::close);
  }

  private static List<Long> millis(List<Long> nanos, double... quantiles) {
    List<Long> sorted = nanos.stream().sorted().toList();
    return Arrays.stream(quantiles)
        .mapToObj(quantile -> sorted.get((int) (quantile * sorted.size())) / 1_000_000)
        .toList();
  }

  private static List<TestClient> fifty(String document) {
    return Authors.join(50, document, servers);
  }

  private static double kept() {
    return servers.stream()
        .mapToDouble(server -> Gauges.of(server).get("coedit_tail_operations"))
        .sum();
  }

  private static void await(BooleanSupplier condition) {
    Await.until("tails of documents and not of sessions", PATIENCE, condition);
  }

  /**
   * Whichever server a connection leads to, and however often it is another: calls, our protocol,
   * and Yjs clients.
   */
  @Test
  void everyConnectionMayLeadToAnotherServer() {
    long seed = Long.getLong("coedit.seed", System.nanoTime());
    System.out.println("seed " + seed);
    try (RandomRouter router = new RandomRouter(servers, seed);
        YjsClients clients = new YjsClients()) {
      String text = Api.patiently(router, "alice", api -> api.createText("anywhere"));
      String yjs = Api.patiently(router, "alice", api -> api.create("yjs", "anywhere"));
      List<TestClient> authors = Authors.join(6, text, List.of(router));
      YjsClients.Client one = clients.open("hocuspocus-4", Api.signIn(router, "alice"), yjs);
      YjsClients.Client two = clients.open("y-websocket-3", Api.signIn(router, "bob"), yjs);
      for (int round = 0; round < 4; round++) {
        one.insert(0, "a" + round);
        two.insert(0, "b" + round);
        Authors.together(
            authors,
            (author, number) -> {
              for (int i = 0; i < 5; i++) {
                author.insert(0, "x");
              }
            });
        router.reset();
      }
      assertEquals(
          authors.size() * 4 * 5L,
          Api.patiently(router, "bob", api -> api.content(text)).text().length());
      History.check(text, authors, servers);
      two.await("all of it", state -> state.text().length() == 16);
      one.await("the same", state -> state.isSettled() && state.text().equals(two.state().text()));
      Await.until(
          "the export is what the clients show",
          PATIENCE,
          () ->
              Api.patiently(router, "carol", api -> api.content(yjs))
                  .text()
                  .strip()
                  .equals(two.state().text()));
      assertTrue(router.used() == servers.size(), "one server alone was led to");
      authors.forEach(TestClient::close);
    }
  }
}
