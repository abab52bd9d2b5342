package coedit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.system.Api.Committed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Servers are killed while people type; the people go on at another server, or at the same one when
 * it is back. Nothing that was acknowledged is lost, moved or doubled: INV-1 to INV-5, and INV-13
 * for those who still have a server. Beside them Yjs clients type into a document of theirs. {@code
 * -Dcoedit.crash.rounds} makes it longer.
 */
class CrashIT {

  private static final int ROUNDS = Integer.getInteger("coedit.crash.rounds", 2);
  private static final int DOCUMENTS = 3;
  private static final int AUTHORS_EACH = 3;
  private static final Duration TYPING = Duration.ofSeconds(2);
  private static final Duration HEALED = Duration.ofSeconds(15);
  private static final Duration BACK = Duration.ofMinutes(5);

  /** Twice as long as it takes by itself. */
  private static final Duration VANISHED = Duration.ofSeconds(60);

  private final List<TestClient> authors = new ArrayList<>();
  private final AtomicBoolean enough = new AtomicBoolean();
  private List<LibertyServer> servers = List.of();

  @AfterEach
  void stop() {
    enough.set(true);
    authors.forEach(TestClient::close);
    servers.forEach(LibertyServer::close);
  }

  @Test
  void oneServerOnDerbyLosesNothing() {
    servers = List.of(new LibertyServer("crash-derby", Map.of("COEDIT_DB_CONNECTIONS", "5")));
    start();
    List<String> documents = documents();
    Authors.Session session = type(documents);
    try (YjsTypists typists = new YjsTypists(servers)) {
      for (int round = 0; round < ROUNDS; round++) {
        Await.pause(TYPING);
        typists.oneIsSavedAndLeaves(servers.get(0));
        killAll();
        everyAuthorMovesOn(BACK);
      }
      finish(session);
      documents.forEach(this::check);
      typists.finish(servers);
    }
  }

  @Test
  void twoServersOnPostgresLoseNothingWhenOwnersAreKilledAndBothAtOnce() {
    Map<String, String> database = Databases.fresh();
    servers = LibertyServer.pair("crash-postgres", database);
    start();
    List<String> documents = documents();
    Authors.Session session = type(documents);
    StoredRows stored = new StoredRows(database);
    try (YjsTypists typists = new YjsTypists(servers)) {
      for (int round = 0; round < ROUNDS; round++) {
        if (round % 2 == 0) {
          Await.pause(TYPING);
          // By turns the owner of the Yjs document and of another.
          String document = round % 4 == 0 ? typists.document() : documents.get(round % DOCUMENTS);
          killTheOwnerOf(document, stored, typists, documents.get(0));
        }
        Await.pause(TYPING);
        typists.oneIsSavedAndLeaves(servers.get(round % 2));
        killAll();
        everyAuthorMovesOn(BACK);
      }
      finish(session);
      for (String document : documents) {
        List<String> log = check(document).stream().map(CrashIT::name).toList();
        assertEquals(log, stored.operations(document));
      }
      typists.finish(servers);
    }
  }

  /**
   * The other server takes its lease, and shows the killed one's people no longer; then it comes
   * back.
   */
  private void killTheOwnerOf(String document, StoredRows stored, YjsTypists typists, String seen) {
    int owner = stored.isOwner(servers.get(0), document) ? 0 : 1;
    LibertyServer victim = servers.get(owner);
    LibertyServer survivor = servers.get(1 - owner);
    assertTrue(stored.isOwner(victim, document), "neither server owns the document");
    typists.oneIsSavedAndLeaves(victim);
    try (HostilePeer there = new HostilePeer(Api.signIn(victim, "admin"));
        HostilePeer here = new HostilePeer(Api.signIn(survivor, "carol"))) {
      here.join(seen);
      there.join(seen);
      there.send("{\"t\":\"presence\",\"d\":\"%s\",\"state\":{}}".formatted(seen));
      Await.until("the other server's people", HEALED, () -> here.present().contains("admin"));
      victim.kill();
      everyAuthorMovesOn(HEALED);
      Await.until(
          "a killed server's people vanish", VANISHED, () -> !here.present().contains("admin"));
    }
    typists.oneIsSavedAndLeaves(survivor);
    assertTrue(stored.isOwner(survivor, document), "edits are taken by nobody's lease");
    victim.launch().awaitReady();
  }

  private void start() {
    servers.forEach(LibertyServer::launch);
    servers.forEach(LibertyServer::awaitReady);
  }

  private void killAll() {
    servers.forEach(LibertyServer::kill);
    start();
  }

  private List<String> documents() {
    Api api = Api.signIn(servers.get(0), "alice");
    List<String> documents = new ArrayList<>();
    for (int i = 0; i < DOCUMENTS; i++) {
      String document = api.createText("crash " + i);
      documents.add(document);
      authors.addAll(Authors.join(AUTHORS_EACH, document, servers));
    }
    return documents;
  }

  /**
   * Everybody inserts tokens of their own, always between others, so that each stays whole. They
   * type faster than people do, but leave processor time to the servers that start.
   */
  private Authors.Session type(List<String> documents) {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    return Authors.begin(
        authors,
        (author, number) -> {
          Random random = new Random(seed + number);
          for (int i = 0; !enough.get(); i++) {
            String token = "<" + number + "." + i + ">";
            author.begin(text -> List.of(TestClient.insertion(gap(random, text), token)));
            assertTrue(author.settled(BACK), "no answer within " + BACK);
            Await.pause(Duration.ofMillis(20 + random.nextInt(60)));
          }
        });
  }

  private static int gap(Random random, String text) {
    return text.isEmpty() ? 0 : text.indexOf('>', random.nextInt(text.length())) + 1;
  }

  /** INV-13 when a server is left. */
  private void everyAuthorMovesOn(Duration patience) {
    List<Integer> before = authors.stream().map(author -> author.acknowledged().size()).toList();
    Await.until(
        "two edits more of every author",
        patience,
        () ->
            IntStream.range(0, authors.size())
                .allMatch(a -> authors.get(a).acknowledged().size() > before.get(a) + 1));
  }

  private void finish(Authors.Session session) {
    enough.set(true);
    session.end();
  }

  private List<Committed> check(String document) {
    List<TestClient> its = authors.stream().filter(a -> a.document().equals(document)).toList();
    List<Committed> log = History.check(document, its, servers);
    assertEquals(History.acknowledged(its), log.size(), "INV-1, INV-2: all, and nothing else");
    String text = its.get(0).text();
    for (TestClient author : its) {
      author.acknowledged().forEach(own -> assertOnce(token(own), text));
    }
    System.out.println(log.size() + " operations, reconnects " + reconnects(its));
    return log;
  }

  private static void assertOnce(String token, String text) {
    int first = text.indexOf(token);
    assertTrue(first >= 0, "INV-1: lost " + token);
    assertEquals(first, text.lastIndexOf(token), "INV-2: doubled " + token);
  }

  private static String token(AuthorState.Acknowledged own) {
    return own.operation()
        .substring(own.operation().indexOf('<'), own.operation().indexOf('>') + 1);
  }

  private static int reconnects(List<TestClient> its) {
    return its.stream().mapToInt(TestClient::reconnects).sum();
  }

  private static String name(Committed committed) {
    return committed.revision() + " " + committed.client() + " " + committed.sequence();
  }
}
