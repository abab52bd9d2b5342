package coedit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A long history costs the disk, not the reader: opening reads a snapshot and a bounded tail.
 * {@code -Dcoedit.opening.operations} sets the longer history.
 */
class OpeningIT {

  private static final int SHORT = 1_000;
  private static final int LONG = Integer.getInteger("coedit.opening.operations", 100_000);

  /** Real Yjs makes and sends each keystroke by itself, which takes as long as the rest. */
  private static final int LONG_YJS = LONG / 5;

  private static final int BATCH = 64;
  private static final int AUTHORS = 3;
  private static final int TIMES = 2;

  /**
   * An opening takes a few milliseconds: on a small machine one collection, or one turn of another
   * process, is as much again.
   */
  private static final long NOISE_MICROS = 5_000;

  /** The tail after a snapshot has any length up to {@code coedit.join.tail}. */
  private static final long TAIL_BYTES = 16_384;

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Pattern IN_MEMORY =
      Pattern.compile("(?m)^coedit_(?:lanes|rooms)\\{.*} (.*)$");

  private final LibertyServer server = SharedServer.get();

  /** What one opening took. */
  private record Opening(long micros, long bytes) {}

  /** Of a document with a short history and of one with a long one. */
  private record Openings(Opening few, Opening many) {

    void compare() {
      assertTrue(many.micros < TIMES * few.micros + NOISE_MICROS, "time grows: " + this);
      assertTrue(many.bytes < TIMES * few.bytes + TAIL_BYTES, "bytes grow: " + this);
    }
  }

  @Test
  void aLongHistoryOpensLikeAShortOne() {
    String little = write(SHORT);
    String much = write(LONG);
    Function<String, Opening> open = this::open;
    Openings fromMemory = fastest(open, little, much, 15, () -> {});
    Openings fromStore = fastest(open, little, much, 5, this::awaitEmptyMemory);
    System.out.printf(
        "%d and %d operations: %s, from the store %s%n", SHORT, LONG, fromMemory, fromStore);
    fromMemory.compare();
    fromStore.compare();
    HttpResponse<String> page =
        Api.signIn(server, "alice")
            .call("GET", "/api/v1/documents/" + much + "/operations?from=4&to=" + LONG, "");
    assertEquals(200, page.statusCode(), page.body());
    assertEquals(1_000, Api.json(page.body()).get("ops").size(), "a page, however much is asked");
  }

  @Test
  void aDocumentIsReadAsItWasAtARevision() {
    Api alice = Api.signIn(server, "alice");
    String document = alice.createText("revisions");
    try (TestClient writer = TestClient.join("alice", document, server)) {
      for (String word : List.of("one ", "two ", "three ")) {
        writer.insert(0, word);
      }
    }
    List<String> texts = List.of("", "one ", "two one ", "three two one ");
    for (int revision = 0; revision < texts.size(); revision++) {
      String path = "/api/v1/documents/" + document + "/content?revision=" + revision;
      HttpResponse<String> answer = alice.call("GET", path, "");
      assertEquals(texts.get(revision), answer.body());
      assertEquals(
          Optional.of(Integer.toString(revision)),
          answer.headers().firstValue("X-Coedit-Revision"));
    }
  }

  @Test
  void aYjsDocumentWithALongHistoryOpensLikeOneWithAShortOne() {
    try (YjsClients clients = new YjsClients()) {
      String little = hammered(clients, SHORT);
      String much = hammered(clients, LONG_YJS);
      for (String library : List.of("y-websocket-3", "hocuspocus-4")) {
        Function<String, Opening> open = document -> open(clients, library, document);
        Openings fromMemory = fastest(open, little, much, 9, () -> {});
        Openings fromStore = fastest(open, little, much, 3, this::awaitEmptyMemory);
        System.out.printf(
            "%d and %d updates, %s: %s, from the store %s%n",
            SHORT, LONG_YJS, library, fromMemory, fromStore);
        fromMemory.compare();
        fromStore.compare();
      }
    }
  }

  /** What is inserted is deleted again, one keystroke an update. */
  private String hammered(YjsClients clients, int keystrokes) {
    Api alice = Api.signIn(server, "alice");
    String document = alice.create("yjs", keystrokes + " keystrokes");
    long from = System.nanoTime();
    YjsClients.Client typist = clients.open("hocuspocus-4", alice, document);
    typist.await("is synced", YjsClients.State::synced);
    typist.hammers(keystrokes);
    typist.await("is saved", Duration.ofMinutes(1), YjsClients.State::isSettled);
    typist.close();
    System.out.printf(
        "%d keystrokes in %d ms%n", keystrokes, (System.nanoTime() - from) / 1_000_000);
    assertEquals(keystrokes, alice.content(document).revision());
    return document;
  }

  private Opening open(YjsClients clients, String library, String document) {
    YjsClients.Opening took = clients.opening(library, Api.signIn(server, "bob"), document);
    return new Opening(took.micros(), took.bytes());
  }

  /** A text that stays short: what a submission inserts it deletes again. */
  private String write(int operations) {
    String document = Api.signIn(server, "alice").createText(operations + " operations");
    AtomicInteger left = new AtomicInteger(operations);
    long from = System.nanoTime();
    List<TestClient> authors = Authors.join(AUTHORS, document, List.of(server));
    Authors.together(
        authors,
        (author, number) -> {
          for (int count = take(left); count > 0; count = take(left)) {
            List<String> batch = lettersAndDeletions(count);
            author.submit(text -> batch);
          }
        });
    System.out.printf(
        "%d operations in %d ms%n", operations, (System.nanoTime() - from) / 1_000_000);
    authors.forEach(author -> author.awaitRevision(operations, PATIENCE));
    authors.forEach(author -> assertEquals(operations, author.revision()));
    authors.forEach(TestClient::close);
    return document;
  }

  private static int take(AtomicInteger left) {
    return Math.min(BATCH, left.getAndUpdate(now -> now - Math.min(BATCH, now)));
  }

  private static List<String> lettersAndDeletions(int count) {
    return IntStream.range(0, count).mapToObj(i -> i % 2 == 0 ? "[\"a\"]" : "[{\"d\":1}]").toList();
  }

  /** The two are opened in turn, so that what disturbs the one disturbs the other. */
  private static Openings fastest(
      Function<String, Opening> open, String little, String much, int count, Runnable before) {
    List<Opening> few = new ArrayList<>();
    List<Opening> many = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      before.run();
      few.add(open.apply(little));
      many.add(open.apply(much));
    }
    return new Openings(fastest(few), fastest(many));
  }

  private void awaitEmptyMemory() {
    Await.until("no document is in memory", PATIENCE, () -> inMemory() == 0);
  }

  private double inMemory() {
    HttpResponse<String> metrics = Api.bare(server.address(), "GET", "/metrics", "");
    List<MatchResult> counts = IN_MEMORY.matcher(metrics.body()).results().toList();
    assertEquals(2, counts.size(), metrics.body());
    return counts.stream().mapToDouble(count -> Double.parseDouble(count.group(1))).sum();
  }

  /** What else the machine has to do can only make one take longer. */
  private static Opening fastest(List<Opening> openings) {
    return openings.stream().min(Comparator.comparingLong(Opening::micros)).orElseThrow();
  }

  private Opening open(String document) {
    try (TestClient reader = TestClient.join("bob", document, server)) {
      return new Opening(TimeUnit.NANOSECONDS.toMicros(reader.joinNanos()), reader.received());
    }
  }
}
