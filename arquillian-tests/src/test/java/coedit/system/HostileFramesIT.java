package coedit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/**
 * INV-14: what a hostile peer sends moves no head and closes nobody else's session, while two
 * honest people type into the very document that is attacked, and two Yjs clients into another; and
 * INV-12: it leaves nothing behind in memory.
 */
class HostileFramesIT {

  private static final LibertyServer SERVER = SharedServer.get();
  private static final int MEGABYTE = 1 << 20;

  /** {@code limits.frame} of docs/protocol.md. */
  private static final int LARGEST = 65_536;

  /** At once, of the three protocols. */
  private static final int SOCKETS = 8;

  private static final Duration UNDISTURBED = Duration.ofSeconds(10);
  private static final Duration BETWEEN_TOKENS = Duration.ofMillis(300);
  private static final Duration HUNG_UP = Duration.ofSeconds(60);
  private static final AtomicBoolean ENOUGH = new AtomicBoolean();
  private static final List<TestClient> HONEST = new ArrayList<>();
  private static final Set<String> FAILURES = failures();

  private static Api mallory = Api.signIn(SERVER, "carol");
  private static String busy = "";
  private static YjsTypists merging;
  private static Authors.Session typing = new Authors.Session(List.of());
  private static long heapBefore;

  private String quiet = "";
  private long head;

  @BeforeAll
  static void type() {
    Api alice = Api.signIn(SERVER, "alice");
    busy = alice.createText("under attack");
    HONEST.add(TestClient.join("alice", busy, SERVER));
    HONEST.add(TestClient.join("bob", busy, SERVER));
    typing =
        Authors.begin(
            HONEST,
            (author, number) -> {
              Random random = new Random(number);
              while (!ENOUGH.get()) {
                author.begin(text -> List.of(Authors.randomEdit(random, text)));
                assertTrue(author.settled(UNDISTURBED), "an honest author is disturbed");
                Await.pause(Duration.ofMillis(100));
              }
            });
    merging = new YjsTypists(List.of(SERVER), BETWEEN_TOKENS);
    alice.everybodyViews(merging.document(), "alice");
    heapBefore = Heap.usedKilobytes(SERVER.jvm());
  }

  @AfterAll
  static void honestPeopleNoticedNothing() {
    try (YjsTypists pair = merging) {
      pair.stayedConnected();
      pair.finish(List.of(SERVER));
    }
    ENOUGH.set(true);
    typing.end();
    assertEquals(
        History.acknowledged(HONEST),
        History.check(busy, HONEST, List.of(SERVER)).size(),
        "INV-14: only the honest are in the log");
    HONEST.forEach(author -> assertEquals(0, author.reconnects(), "INV-14: sessions stay open"));
    HONEST.forEach(TestClient::close);
    long grown = Heap.usedKilobytes(SERVER.jvm()) - heapBefore;
    System.out.println("heap grew by " + grown + " KB");
    assertTrue(grown < 32 * 1_024, "INV-12: the heap grew by " + grown + " KB");
    String session = "com.ibm.ws.session.store.memory.MemorySession";
    long kept = Heap.instances(SERVER.jvm(), session);
    assertTrue(kept < 10, "sockets leave HTTP sessions: " + kept);
  }

  /**
   * What the server reported as a failure of code: its container also reports frames that it cannot
   * read, which are not.
   */
  private static Set<String> failures() {
    Path folder = SERVER.output().resolve("logs/ffdc");
    if (!Files.isDirectory(folder)) {
      return Set.of();
    }
    try (Stream<Path> reports = Files.list(folder)) {
      return reports
          .filter(report -> report.getFileName().toString().startsWith("ffdc"))
          .filter(HostileFramesIT::isOfCode)
          .map(report -> report.getFileName().toString())
          .collect(Collectors.toSet());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static boolean isOfCode(Path report) {
    try (Stream<String> lines = Files.lines(report, StandardCharsets.ISO_8859_1)) {
      return lines
          .filter(line -> line.startsWith("Exception = "))
          .anyMatch(line -> line.matches("Exception = (java\\.(lang|util)|coedit)\\..*"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Set<String> newFailures() {
    Set<String> now = new TreeSet<>(failures());
    now.removeAll(FAILURES);
    return now;
  }

  @BeforeEach
  void quietDocument() {
    quiet = Api.signIn(SERVER, "alice").createText("quiet");
    try (TestClient author = TestClient.join("alice", quiet, SERVER)) {
      head = author.insert(0, "untouched").revision();
    }
  }

  @AfterEach
  void headIsUnchanged() {
    Api.Content content = Api.signIn(SERVER, "alice").content(quiet);
    assertEquals(new Api.Content(head, "untouched"), content, "INV-14: the head has moved");
  }

  @RepeatedTest(3)
  void brokenMessagesEndTheSocketThatSentThem() {
    for (String broken :
        List.of("", "{", "nonsense", "[]", "42", "null", "{} {}", "{\"t\":\"x\"")) {
      try (HostilePeer peer = new HostilePeer(mallory)) {
        peer.send(broken).expectEnd("protocol", 4400);
      }
    }
  }

  @Test
  void wrongFieldsAreAnsweredAndTheSocketGoesOn() {
    try (HostilePeer peer = new HostilePeer(mallory)) {
      peer.join(quiet);
      peer.send("{}").expectError("protocol");
      peer.send("{\"t\":\"format-disk\"}").expectError("protocol");
      peer.send("{\"t\":7}").expectError("protocol");
      peer.send("{\"t\":\"join\",\"d\":\"no-id\"}").expectError("protocol");
      peer.send("{\"t\":\"join\",\"d\":{\"x\":[]}}").expectError("protocol");
      peer.send(submit("\"1\"", "1", "[[\"x\"]]")).expectError("protocol");
      peer.send(submit("1", "\"1\"", "[[\"x\"]]")).expectRefusal("protocol");
      peer.send(submit("1", "1.5", "[[\"x\"]]")).expectRefusal("protocol");
      peer.send(submit("1", "1", "{}")).expectRefusal("protocol");
      peer.send(submit("1", "1", "[]")).expectRefusal("protocol");
    }
  }

  @RepeatedTest(3)
  void badSubmissionsAreRefused() {
    for (String document : List.of(quiet, busy)) {
      try (HostilePeer peer = new HostilePeer(mallory)) {
        peer.send(submit(document, "1", "0", "[[\"x\"]]")).expectRefusal("not-joined");
        long now = peer.join(document).get("head").asLong();
        String base = Long.toString(now);
        String future = Long.toString(now + 1_000_000);
        peer.send(submit(document, "1", future, "[[\"x\"]]")).expectRefusal("invalid-base");
        peer.send(submit(document, "1", "-1", "[[\"x\"]]")).expectRefusal("invalid-base");
        peer.send(submit(document, "7", base, "[[\"x\"]]")).expectRefusal("sequence-gap");
        peer.send(submit(document, "0", base, "[[\"x\"]]")).expectRefusal("sequence-gap");
        for (String operation :
            List.of(
                "[{\"d\":1000000}]",
                "[1000000,\"x\"]",
                "[-1,\"x\"]",
                "[{\"d\":-5}]",
                "[{\"d\":9007199254740991}]",
                "[{\"x\":1}]",
                "[true]",
                "\"x\"",
                "{\"d\":1}")) {
          peer.send(submit(document, "1", base, "[" + operation + "]"))
              .expectRefusal("invalid-operation");
        }
        peer.send(submit(document, "1", base, "[[\"\\ud800\"]]")).expectRefusal("invalid-text");
        peer.send(submit(document, "1", base, "[[\"\\udc00x\"]]")).expectRefusal("invalid-text");
        peer.send(submit(document, "1", base, "[[\"a\\u0000\"]]")).expectRefusal("invalid-text");
        // One bad operation takes the good ones before it with it.
        peer.send(submit(document, "1", base, "[[\"good\"],[{\"d\":1000000}]]"))
            .expectRefusal("invalid-operation");
        peer.send(submit(document, "1", base, "[" + "[\"x\"],".repeat(64) + "[\"x\"]]"))
            .expectRefusal("too-large");
        peer.send(submit(document, "1", base, "[".repeat(100) + "]".repeat(100)))
            .expectRefusal("too-large");
      }
    }
  }

  @Test
  void anotherUsersClientIdIsRefused() {
    String client = HONEST.get(0).acknowledged().get(0).client();
    try (HostilePeer peer = new HostilePeer(mallory)) {
      peer.send("{\"t\":\"join\",\"d\":\"%s\",\"client\":\"%s\"}".formatted(busy, client));
      assertEquals("forbidden", peer.next("closed").get("code").asText());
    }
  }

  @Test
  void deepNestingOutsideSubmissionsEndsTheSocket() {
    try (HostilePeer peer = new HostilePeer(mallory)) {
      String deep = "[".repeat(100) + "]".repeat(100);
      peer.send("{\"t\":\"presence\",\"d\":\"" + quiet + "\",\"state\":{\"x\":" + deep + "}}")
          .expectEnd("too-large", 1009);
    }
  }

  @Test
  void aMessageOfTheLargestSizeIsTakenAndOneByteMoreEndsTheSocket() throws IOException {
    try (HostilePeer peer = new HostilePeer(mallory)) {
      peer.send(ping(LARGEST)).next("pong");
      peer.send(ping(LARGEST + 1)).expectEnd("too-large", 1009);
    }
    try (RawSocket raw = RawSocket.open(mallory)) {
      byte[] oneFrame = ping(LARGEST + 1).getBytes(StandardCharsets.US_ASCII);
      raw.frame(RawSocket.TEXT, true, oneFrame);
      assertEquals(1009, raw.closeCode());
    }
  }

  private static String ping(int bytes) {
    String ping = "{\"t\":\"ping\"}";
    return ping + " ".repeat(bytes - ping.length());
  }

  @RepeatedTest(3)
  void fiftyMegabytesAreNotTaken() throws IOException {
    try (RawSocket raw = RawSocket.open(mallory)) {
      byte[] letters = new byte[50 * MEGABYTE];
      Arrays.fill(letters, (byte) 'a');
      raw.frame(RawSocket.TEXT, true, letters);
      assertTrue(Set.of(1009, 1006).contains(raw.closeCode()));
    }
  }

  /** What comes after the limit is thrown away until the server has hung up. */
  @Test
  void fragmentsWithoutEndAreCutOff() throws IOException {
    try (RawSocket raw = RawSocket.open(mallory)) {
      byte[] piece = "aaaaaaaaaaaaaaaa".repeat(256).getBytes(StandardCharsets.US_ASCII);
      raw.frame(RawSocket.TEXT, false, piece);
      Await.until(
          "the end of a message without end",
          HUNG_UP,
          () -> !raw.frame(RawSocket.CONTINUATION, false, piece));
      assertTrue(Set.of(1009, 1006).contains(raw.closeCode()));
    }
  }

  @Test
  void bytesThatAreNoTextEndTheSocket() throws IOException {
    try (RawSocket raw = RawSocket.open(mallory)) {
      raw.frame(RawSocket.TEXT, true, new byte[] {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'});
      assertTrue(Set.of(1007, 1006, 4400).contains(raw.closeCode()));
    }
    try (RawSocket raw = RawSocket.open(mallory)) {
      raw.frame(RawSocket.BINARY, true, new byte[] {1, 2, 3});
      assertEquals(4400, raw.closeCode());
    }
  }

  /**
   * As many frames as {@code -Dcoedit.fuzz.frames} says, from {@code -Dcoedit.seed} on, over the
   * three protocols at once. Their sender may view one document of each kind, and that which the
   * honest Yjs clients edit, and edit another.
   */
  @Test
  void framesThatNobodyMeantChangeNothing() {
    long seed = Long.getLong("coedit.seed", System.nanoTime());
    long frames = Long.getLong("coedit.fuzz.frames", 30_000);
    System.out.println("fuzzed frames of -Dcoedit.seed=" + seed);
    Api alice = Api.signIn(SERVER, "alice");
    String viewed = alice.createText("viewed");
    String viewedYjs = alice.create("yjs", "viewed");
    alice.everybodyViews(viewed, "alice");
    alice.everybodyViews(viewedYjs, "alice");
    String own = mallory.createText("own");
    String ownYjs = mallory.create("yjs", "own");
    String absent = UUID.randomUUID().toString();
    List<FuzzedSockets> all = new ArrayList<>();
    for (long next = seed; all.size() < SOCKETS; next += 4) {
      String watched = all.isEmpty() ? viewedYjs : merging.document();
      all.addAll(
          List.of(
              new FuzzedSockets(
                  () -> RawSocket.open(mallory),
                  FuzzedFrames.ofProtocol(
                      new Random(next), List.of(viewed, own, absent), List.of(busy, quiet))),
              new FuzzedSockets(
                  () -> RawSocket.open(mallory, "/ws/yjs/" + watched),
                  FuzzedFrames.ofYWebsocket(new Random(next + 1))),
              new FuzzedSockets(
                  () -> RawSocket.open(mallory, "/ws/yjs/" + ownYjs),
                  FuzzedFrames.ofYWebsocket(new Random(next + 2))),
              new FuzzedSockets(
                  () -> RawSocket.open(mallory, "/ws/hocuspocus"),
                  FuzzedFrames.ofHocuspocus(
                      new Random(next + 3), List.of(watched, ownYjs, absent)))));
    }
    fuzz(all, frames);
    assertEquals(0, alice.content(viewed).revision(), "INV-14: what may only be viewed");
    assertEquals(0, alice.operations(viewedYjs).size(), "INV-14: what may only be viewed");
    try (TestClient owner = TestClient.join("carol", own, SERVER)) {
      owner.insert(0, "x");
    }
    mallory.content(ownYjs);
    assertEquals(200, SERVER.health("ready"));
    assertEquals(Set.of(), newFailures(), "the server reported failures of its own");
  }

  private static void fuzz(List<FuzzedSockets> all, long frames) {
    long began = System.nanoTime();
    AtomicBoolean failed = new AtomicBoolean();
    CompletableFuture<?>[] under =
        all.stream()
            .map(
                sockets ->
                    CompletableFuture.runAsync(
                            () -> sockets.send(frames / all.size(), failed::get),
                            task -> new Thread(task, "fuzz").start())
                        .whenComplete(
                            (done, failure) -> failed.compareAndSet(false, failure != null)))
            .toArray(CompletableFuture[]::new);
    CompletableFuture.allOf(under).join();
    System.out.printf(
        "%d frames over %d sockets in %d s%n",
        all.stream().mapToLong(FuzzedSockets::examined).sum(),
        all.stream().mapToInt(FuzzedSockets::sockets).sum(),
        Duration.ofNanos(System.nanoTime() - began).toSeconds());
  }

  private String submit(String sequence, String base, String operations) {
    return submit(quiet, sequence, base, operations);
  }

  private static String submit(String document, String sequence, String base, String operations) {
    return "{\"t\":\"submit\",\"d\":\"%s\",\"seq\":%s,\"base\":%s,\"ops\":%s}"
        .formatted(document, sequence, base, operations);
  }
}
