package coedit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * What a limit keeps out gets a code, is counted, and costs nobody else anything: before a sign-in
 * is looked at, and after. Peers come from other addresses of this machine than the test itself.
 */
class LimitsIT {

  private static final Map<String, String> SMALL = new LinkedHashMap<>();
  private static final Duration TIMEOUT = Duration.ofSeconds(3);
  private static final Duration SILENCE = Duration.ofSeconds(8);
  private static final String LIST = "GET /api/v1/documents HTTP/1.1";

  static {
    SMALL.put("SOCKETS_PER_ADDRESS", "6");
    SMALL.put("SOCKETS_PER_DOCUMENT", "3");
    SMALL.put("SOCKETS_PER_USER", "4");
    SMALL.put("ADDRESS_REQUESTS_PER_SECOND", "10");
    SMALL.put("ADDRESS_REQUESTS_BURST", "40");
    SMALL.put("USER_SUBMISSIONS_PER_SECOND", "1");
    SMALL.put("USER_SUBMISSIONS_BURST", "10");
    SMALL.put("DOCUMENT_SUBMISSIONS_PER_SECOND", "1");
    SMALL.put("DOCUMENT_SUBMISSIONS_BURST", "15");
    SMALL.put("REQUESTS_PER_SECOND", "5");
    SMALL.put("REQUESTS_BURST", "150");
    SMALL.put("SIGN_INS_PER_MINUTE", "60");
    SMALL.put("SIGN_INS_BURST", "15");
    SMALL.put("EXEMPT_USERS", "carol");
    SMALL.put("SOCKETS_OF_NOBODY", "3");
    SMALL.put("SIGN_IN_SECONDS", "3");
    SMALL.put("HEARTBEAT_SECONDS", "4");
    SMALL.put("SILENCE_SECONDS", Long.toString(SILENCE.toSeconds()));
  }

  private static final LibertyServer SERVER = start();
  private static final URI ADDRESS = SERVER.address();

  private static LibertyServer start() {
    Map<String, String> settings = new LinkedHashMap<>();
    SMALL.forEach((name, value) -> settings.put("COEDIT_LIMITS_" + name, value));
    settings.put("COEDIT_SESSION_FRESH", "PT4S");
    settings.put("COEDIT_HTTP_TIMEOUT", TIMEOUT.toSeconds() + "s");
    return new LibertyServer("limited", settings).launch().awaitReady();
  }

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  private static double refused(String limit) {
    return Refused.by(SERVER, limit);
  }

  @Test
  void anAddressHasSoManySocketsAndIsRefusedMoreBeforeTheUpgrade() throws IOException {
    String crowded = "127.0.0.2";
    Api alice = Api.signIn(SERVER, "alice");
    Api bob = Api.signIn(SERVER, "bob");
    List<RawSocket> open = new ArrayList<>();
    try {
      for (int i = 0; i < 6; i++) {
        open.add(RawSocket.from(crowded, i % 2 == 0 ? alice : bob));
        assertTrue(open.get(i).flushAndPing());
      }
      double before = refused("sockets-of-address");
      assertEquals(429, upgradeFrom(crowded, alice));
      assertEquals(101, upgradeFrom("127.0.0.3", alice), "another address");
      assertEquals(before + 1, refused("sockets-of-address"));
      open.remove(0).close();
      Await.until("room", SILENCE, () -> upgradeFrom(crowded, alice) == 101);
    } finally {
      for (RawSocket each : open) {
        each.close();
      }
    }
  }

  private static int upgradeFrom(String address, Api api) {
    return Handshake.statusFrom(
        address,
        ADDRESS,
        "GET /ws/v1 HTTP/1.1",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Protocol: coedit.v1.json",
        "Origin: " + ADDRESS,
        "Cookie: " + api.cookieHeader());
  }

  /** Before anybody has looked at who asks, and whatever is asked for. */
  @Test
  void anAddressSendsSoManyRequests() {
    String hasty = "127.0.0.4";
    Map<Integer, Integer> answers = new TreeMap<>();
    for (int i = 0; i < 80; i++) {
      answers.merge(Handshake.statusFrom(hasty, ADDRESS, LIST), 1, Integer::sum);
    }
    System.out.println("80 requests at once were answered " + answers);
    assertEquals(Set.of(401, 429), answers.keySet());
    assertTrue(answers.get(401) >= 40 && answers.get(401) < 70, answers.toString());
    assertTrue(refused("requests-of-address") >= answers.get(429));
    Api alice = Api.signIn(SERVER, "alice");
    assertRefusedSoon(() -> Handshake.statusFrom(hasty, ADDRESS, "POST /api/v1/sessions HTTP/1.1"));
    assertRefusedSoon(() -> upgradeFrom(hasty, alice));
    assertEquals(401, Handshake.statusFrom("127.0.0.5", ADDRESS, LIST), "another address");
  }

  /** On a slow machine a few are let in again before one is refused. */
  private static void assertRefusedSoon(Supplier<Integer> request) {
    assertTrue(Stream.generate(request).limit(60).anyMatch(status -> status == 429));
  }

  /** What it shows stays good: a ticket that was looked at is used up. */
  @Test
  void nothingThatAHandshakeShowsIsLookedAtBeforeItsAddressIsCounted() {
    String hasty = "127.0.0.6";
    Api carol = Api.signIn(SERVER, "carol");
    for (int i = 0; i < 80; i++) {
      int unused = Handshake.statusFrom(hasty, ADDRESS, LIST);
    }
    String ticket =
        Stream.generate(carol::ticket)
            .limit(60)
            .filter(fresh -> signsInFrom(hasty, fresh) == 429)
            .findFirst()
            .orElseThrow();
    assertEquals(101, signsInFrom("127.0.0.7", ticket));
    assertEquals(401, signsInFrom("127.0.0.7", ticket), "once");
  }

  private static int signsInFrom(String address, String ticket) {
    return Handshake.statusFrom(
        address,
        ADDRESS,
        "GET /ws/hocuspocus?ticket=" + ticket + " HTTP/1.1",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version: 13");
  }

  /** With the right password too; who guesses spends nothing of it. */
  @Test
  void aUserSignsInSoOften() {
    Api before = Api.signIn(SERVER, "bob");
    double refused = refused("sign-ins-of-user");
    int good = 0;
    HttpResponse<String> answer = signIn("bob", "bob");
    while (answer.statusCode() == 200 && good < 60) {
      good++;
      answer = signIn("bob", "bob");
    }
    assertEquals(429, answer.statusCode(), "after " + good);
    assertTrue(good >= 10, "only " + good);
    assertEquals("rate", Api.json(answer.body()).get("code").asText());
    assertEquals(Optional.of("5"), answer.headers().firstValue("Retry-After"));
    assertTrue(refused("sign-ins-of-user") > refused);
    assertEquals(200, before.call("GET", "/api/v1/types", "").statusCode(), "who is in stays in");
    assertEquals(401, signIn("nobody", "bob").statusCode());
    for (int i = 0; i < 30; i++) {
      assertEquals(200, signIn("carol", "carol").statusCode(), "exempt");
    }
  }

  private static HttpResponse<String> signIn(String user, String password) {
    String body = "{\"user\":\"%s\",\"password\":\"%s\"}".formatted(user, password);
    return Api.bare(ADDRESS, "POST", "/api/v1/sessions", body, "Content-Type", "application/json");
  }

  @Test
  void aUserSendsSoManyRequests() {
    Api bob = Api.signIn(SERVER, "bob");
    Map<Integer, Integer> answers = new TreeMap<>();
    for (int i = 0; i < 200; i++) {
      answers.merge(bob.call("GET", "/api/v1/types", "").statusCode(), 1, Integer::sum);
    }
    System.out.println("200 requests of a user were answered " + answers);
    assertTrue(answers.get(429) > 0, answers.toString());
    assertTrue(refused("requests") >= answers.get(429));
    assertEquals(200, Api.signIn(SERVER, "alice").call("GET", "/api/v1/types", "").statusCode());
  }

  @Test
  void aUserHasSoManySockets() throws IOException {
    Api admin = Api.signIn(SERVER, "admin");
    List<HostilePeer> open = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      open.add(new HostilePeer(admin));
    }
    try (RawSocket fifth = RawSocket.open(admin)) {
      assertEquals(4429, fifth.closeCode());
    }
    assertTrue(refused("sockets-of-user") >= 1);
    open.forEach(HostilePeer::close);
  }

  /** Of a dialect in which people sign in after the handshake. */
  @Test
  void nobodyHasSoManySocketsForSoLong() throws IOException {
    Api nobody = Api.stranger(SERVER);
    List<RawSocket> open = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      open.add(RawSocket.open(nobody, "/ws/hocuspocus"));
      assertTrue(open.get(i).flushAndPing());
    }
    try (RawSocket fourth = RawSocket.open(nobody, "/ws/hocuspocus")) {
      assertEquals(1013, fourth.closeCode());
    }
    for (RawSocket each : open) {
      assertEquals(4401, each.closeCode());
      each.close();
    }
    assertTrue(refused("sockets-of-nobody") >= 1);
    assertTrue(refused("sign-in-time") >= 3);
  }

  @Test
  void aSocketSendsSoManyMessages() throws IOException {
    try (RawSocket raw = RawSocket.open(Api.signIn(SERVER, "carol"))) {
      byte[] ping = "{\"t\":\"ping\"}".getBytes(StandardCharsets.US_ASCII);
      for (int i = 0; i < 1_500; i++) {
        raw.put(RawSocket.TEXT, true, ping);
      }
      raw.flushAndPing();
      assertTrue(refused("messages") >= 1);
      try (RawSocket again = RawSocket.open(Api.signIn(SERVER, "carol"))) {
        assertTrue(again.flushAndPing(), "the next is judged anew");
      }
    }
  }

  @Test
  void aDocumentIsOpenOnSoManySocketsInWhateverProtocol() throws IOException {
    Api carol = Api.signIn(SERVER, "carol");
    String document = carol.create("yjs", "crowded");
    List<RawSocket> open = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        open.add(RawSocket.open(carol, "/ws/yjs/" + document));
        assertEquals(0, synced(open.get(i)));
      }
      try (RawSocket fourth = RawSocket.open(carol, "/ws/yjs/" + document);
          HostilePeer other = new HostilePeer(carol)) {
        assertEquals(1013, synced(fourth));
        other.send("{\"t\":\"join\",\"d\":\"" + document + "\"}");
        assertEquals("busy", other.next("closed").get("code").asText());
      }
      assertTrue(refused("sockets-of-document") >= 2);
      open.remove(0).close();
      Await.until("room", SILENCE, () -> isSynced(carol, document));
    } finally {
      for (RawSocket each : open) {
        each.close();
      }
    }
  }

  private static boolean isSynced(Api api, String document) {
    try (RawSocket raw = RawSocket.open(api, "/ws/yjs/" + document)) {
      return synced(raw) == 0;
    } catch (IOException failure) {
      return false;
    }
  }

  private static int synced(RawSocket raw) {
    raw.frame(RawSocket.BINARY, true, YjsBytes.STEP_ONE);
    return raw.read(message -> message.length > 1 && message[0] == 0 && message[1] == 1);
  }

  @Test
  void aUserSubmitsSoMuchOnAllSocketsTogether() {
    Api alice = Api.signIn(SERVER, "alice");
    String[] documents = {alice.createText("one"), alice.createText("two")};
    Map<String, Integer> outcomes = new TreeMap<>();
    try (HostilePeer one = new HostilePeer(alice);
        HostilePeer two = new HostilePeer(alice)) {
      one.join(documents[0]);
      two.join(documents[1]);
      for (int i = 1; i <= 10; i++) {
        outcomes.merge(submitted(one, documents[0]), 1, Integer::sum);
        outcomes.merge(submitted(two, documents[1]), 1, Integer::sum);
      }
    }
    System.out.println("20 submissions of a user on two sockets: " + outcomes);
    assertTrue(outcomes.getOrDefault("ops", 0) >= 10, outcomes.toString());
    assertTrue(outcomes.getOrDefault("rate", 0) >= 2, outcomes.toString());
    assertTrue(refused("submissions-of-user") >= outcomes.get("rate"));
  }

  /** Carol is exempt from the limits of users, not from those of documents. */
  @Test
  void aDocumentTakesSoMuchOfEverybodyTogether() {
    Api carol = Api.signIn(SERVER, "carol");
    String busy = carol.createText("busy");
    String other = carol.createText("other");
    Map<String, Integer> outcomes = new TreeMap<>();
    try (HostilePeer peer = new HostilePeer(carol)) {
      peer.join(busy);
      peer.join(other);
      for (int i = 1; i <= 25; i++) {
        outcomes.merge(submitted(peer, busy), 1, Integer::sum);
      }
      assertEquals("ops", submitted(peer, other), "another document");
    }
    System.out.println("25 submissions to a document: " + outcomes);
    assertTrue(outcomes.getOrDefault("ops", 0) >= 15, outcomes.toString());
    assertTrue(outcomes.getOrDefault("rate", 0) >= 2, outcomes.toString());
    assertTrue(refused("submissions-of-document") >= outcomes.get("rate"));
  }

  /** One letter; what it comes to. After a refusal the same number comes again. */
  private static String submitted(HostilePeer peer, String document) {
    JsonNode answer = peer.types(document);
    if (answer.get("t").asText().equals("refuse")) {
      assertTrue(answer.get("retryAfter").asLong() > 0, answer.toString());
      return answer.get("code").asText();
    }
    return "ops";
  }

  @Test
  void whatCannotBeTakenBackTakesANewSignIn() {
    Api before = Api.another(SERVER, "carol");
    String document = before.createText("to go");
    String path = "/api/v1/documents/" + document;
    Await.pause(Duration.ofSeconds(5));
    HttpResponse<String> late = before.call("DELETE", path, "");
    assertEquals(401, late.statusCode());
    String asked = late.headers().firstValue("WWW-Authenticate").orElse("");
    assertTrue(asked.contains("insufficient_user_authentication"), asked);
    assertEquals(200, before.call("GET", path, "").statusCode());
    assertEquals(204, Api.another(SERVER, "carol").call("DELETE", path, "").statusCode());
  }

  /** Fifty at once, and an honest one beside them. */
  @Test
  void aHandshakeThatStopsHalfwayIsDropped() throws IOException {
    List<Socket> slow = new ArrayList<>();
    long began = System.nanoTime();
    for (int i = 0; i < 50; i++) {
      Socket socket = new Socket(ADDRESS.getHost(), ADDRESS.getPort());
      socket.setSoTimeout((int) Duration.ofSeconds(20).toMillis());
      String part = "GET /ws/v1 HTTP/1.1\r\nHost: x\r\nUpgrade: websoc";
      socket.getOutputStream().write(part.getBytes(StandardCharsets.US_ASCII));
      slow.add(socket);
    }
    try (HostilePeer honest = new HostilePeer(Api.signIn(SERVER, "carol"))) {
      assertTrue(honest.isOpen());
    }
    for (Socket socket : slow) {
      assertEquals(-1, endOf(socket), "dropped without an answer, or with one and then the end");
    }
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    System.out.println("fifty half handshakes were dropped after " + took.toMillis() + " ms");
    assertTrue(took.compareTo(TIMEOUT.plusSeconds(7)) < 0, took.toString());
  }

  private static int endOf(Socket socket) throws IOException {
    try (socket) {
      int last = 0;
      while (last >= 0) {
        last = socket.getInputStream().read();
      }
      return last;
    } catch (java.net.SocketTimeoutException open) {
      throw new AssertionError("the server keeps it open", open);
    } catch (IOException cut) {
      return -1;
    }
  }

  /** Bytes that never make a message are silence, in every protocol. */
  @Test
  void aFrameThatIsNeverFinishedIsDropped() throws IOException {
    Api carol = Api.signIn(SERVER, "carol");
    String yjs = carol.create("yjs", "half");
    double before = refused("silence");
    long began = System.nanoTime();
    try (RawSocket half = RawSocket.open(carol);
        RawSocket dribbling = RawSocket.open(carol);
        RawSocket binary = RawSocket.open(carol, "/ws/yjs/" + yjs)) {
      half.halfFrame(RawSocket.TEXT, "{\"t\"".getBytes(StandardCharsets.US_ASCII), 1_000);
      binary.halfFrame(RawSocket.BINARY, new byte[] {0, 0}, 1_000);
      dribbling.halfFrame(RawSocket.TEXT, new byte[] {' '}, 60_000);
      Await.until(
          "the end of a frame that never ends", SILENCE.plusSeconds(12), () -> isCut(dribbling));
      for (RawSocket each : List.of(half, binary)) {
        int code = each.closeCode();
        assertTrue(List.of(4408, 1013, 1006).contains(code), "closed with " + code);
      }
    }
    System.out.printf(
        "half frames were dropped after %d ms%n",
        Duration.ofNanos(System.nanoTime() - began).toMillis());
    assertTrue(refused("silence") >= before + 3);
  }

  /** As when a network is gone: nobody closes anything, and the others see that somebody left. */
  @Test
  void whoFallsSilentIsLetGoAndShownNoMore() {
    Api carol = Api.signIn(SERVER, "carol");
    String document = carol.createText("silence");
    try (HostilePeer watcher = new HostilePeer(carol);
        HostilePeer silent = new HostilePeer(Api.signIn(SERVER, "bob"))) {
      watcher.join(document);
      silent.join(document);
      Await.until("somebody is shown", SILENCE, () -> watcher.present().contains("bob"));
      Await.until(
          "who is silent is shown no more",
          SILENCE.plusSeconds(12),
          () -> !watcher.present().contains("bob"));
      assertEquals(4408, silent.closeCode(SILENCE));
    }
  }

  private static boolean isCut(RawSocket raw) {
    try {
      raw.dribble(new byte[] {' '});
      Await.pause(Duration.ofMillis(300));
      return false;
    } catch (IOException cut) {
      return true;
    }
  }
}
