package coedit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/**
 * INV-14: what a hostile peer sends moves no head and closes nobody else's session, while two
 * honest people type into the very document that is attacked; and INV-12: it leaves nothing behind
 * in memory.
 */
class HostileFramesIT {

  private static final LibertyServer SERVER = SharedServer.get();
  private static final int MEGABYTE = 1 << 20;

  /** {@code limits.frame} of docs/protocol.md. */
  private static final int LARGEST = 65_536;

  private static final Duration UNDISTURBED = Duration.ofSeconds(10);
  private static final Duration HUNG_UP = Duration.ofSeconds(60);
  private static final AtomicBoolean ENOUGH = new AtomicBoolean();
  private static final List<TestClient> HONEST = new ArrayList<>();

  private static Api mallory = Api.signIn(SERVER, "carol");
  private static String busy = "";
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
    heapBefore = Heap.usedKilobytes(SERVER.jvm());
  }

  @AfterAll
  static void honestPeopleNoticedNothing() {
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
    assertTrue(grown < 64 * 1_024, "INV-12: the heap grew by " + grown + " KB");
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

  private String submit(String sequence, String base, String operations) {
    return submit(quiet, sequence, base, operations);
  }

  private static String submit(String document, String sequence, String base, String operations) {
    return "{\"t\":\"submit\",\"d\":\"%s\",\"seq\":%s,\"base\":%s,\"ops\":%s}"
        .formatted(document, sequence, base, operations);
  }
}
