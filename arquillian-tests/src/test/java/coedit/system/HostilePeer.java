package coedit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A signed-in user who sends what no honest client would, on one socket. */
final class HostilePeer implements Connection.Listener, AutoCloseable {

  private static final long PATIENCE_SECONDS = 20;

  private final BlockingQueue<JsonNode> said = new LinkedBlockingQueue<>();
  private final Map<String, JsonNode> seen = new TreeMap<>();
  private final List<String> shown = new ArrayList<>();
  private final Map<String, long[]> typed = new TreeMap<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final Connection connection;

  HostilePeer(Api api) {
    connection = Connection.open(api, this);
    next("welcome");
  }

  /** Somebody who shows a ticket. */
  HostilePeer(URI server, String ticket) {
    connection = Connection.withTicket(server, ticket, this);
    next("welcome");
  }

  HostilePeer send(String message) {
    connection.send(message);
    return this;
  }

  /** Joins and gives the answer. */
  JsonNode join(String document) {
    send("{\"t\":\"join\",\"d\":\"" + document + "\"}");
    return next("joined");
  }

  /** The next message of this kind; others of the document's life are passed over. */
  JsonNode next(String kind) {
    return next(Set.of(kind), Set.of("ops", "presence", "ping"));
  }

  /** The next message of one of these kinds, whatever comes before it. */
  JsonNode nextOf(String... kinds) {
    return next(
        Set.of(kinds), Set.of("ops", "presence", "ping", "ack", "refuse", "pong", "joined"));
  }

  private JsonNode next(Set<String> kinds, Set<String> passedOver) {
    try {
      while (true) {
        JsonNode message = said.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertNotNull(message, "nothing came of " + kinds);
        String t = message.get("t").asText();
        if (t.equals("presence")) {
          message.get("peers").forEach(this::sees);
        }
        if (kinds.contains(t)) {
          return message;
        }
        if (!passedOver.contains(t)) {
          throw new AssertionError("instead of " + kinds + ": " + message);
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private void sees(JsonNode peer) {
    seen.put(peer.get("user").asText(), peer);
    shown.add(peer.get("user").asText() + " " + peer.get("state"));
  }

  /** Whether something that has been shown here of somebody, name and state, has this in it. */
  boolean wasShown(String text) {
    expectUsable();
    return shown.stream().anyMatch(state -> state.contains(text));
  }

  void forgetsWhatItWasShown() {
    shown.clear();
  }

  /** Types a letter into a document that nobody else edits, and gives the answer. */
  JsonNode types(String document) {
    long[] own = own(document);
    send(
        "{\"t\":\"submit\",\"d\":\"%s\",\"seq\":%d,\"base\":%d,\"ops\":[[\"x\"]]}"
            .formatted(document, own[0] + 1, own[1]));
    JsonNode answer = next(Set.of("ops", "refuse"), Set.of("presence", "ping", "pong"));
    if (answer.get("t").asText().equals("ops")) {
      own[0]++;
      own[1] = answer.get("ops").get(0).get("r").asLong();
    }
    return answer;
  }

  /** The last sequence number and revision of what this peer typed. */
  private long[] own(String document) {
    return typed.computeIfAbsent(document, d -> new long[2]);
  }

  /** Who has been seen with this socket's documents. */
  List<String> present() {
    expectUsable();
    return seen.entrySet().stream()
        .filter(peer -> !peer.getValue().get("state").isNull())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Whether a refusal with this code has come that nobody has asked for yet. */
  boolean hasBeenRefused(String code) {
    return said.stream()
        .anyMatch(
            message ->
                message.get("t").asText().equals("refuse")
                    && message.get("code").asText().equals(code));
  }

  /** The operations that have come and nobody has asked for yet. */
  List<JsonNode> toldOperations() {
    List<JsonNode> told = new ArrayList<>();
    for (JsonNode message : said) {
      if (message.get("t").asText().equals("ops")) {
        message.get("ops").forEach(told::add);
      }
    }
    return told;
  }

  /** The code that the server closed this socket with. */
  int closeCode(Duration patience) {
    return closed.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS).join();
  }

  boolean isOpen() {
    return !closed.isDone();
  }

  void expectRefusal(String code) {
    assertEquals(code, next("refuse").get("code").asText());
    expectUsable();
  }

  void expectError(String code) {
    JsonNode error = next("error");
    assertEquals(code, error.get("code").asText());
    assertEquals(false, error.get("fatal").asBoolean());
    expectUsable();
  }

  /** An error that ends the socket. */
  void expectEnd(String code, int closeCode) {
    JsonNode error = next("error");
    assertEquals(code, error.get("code").asText());
    assertEquals(true, error.get("fatal").asBoolean());
    assertEquals(closeCode, closed.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join());
  }

  private void expectUsable() {
    send("{\"t\":\"ping\"}");
    next("pong");
  }

  @Override
  public void message(JsonNode message) {
    said.add(message);
  }

  @Override
  public void closed(int code) {
    closed.complete(code);
  }

  @Override
  public void close() {
    connection.abort();
  }
}
