package coedit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every role with every message of the native protocol, and what it comes to, exactly. */
class NativeMessagesIT {

  private static final LibertyServer SERVER = GuardedServer.get();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final MessageTable TABLE =
      new MessageTable(
          """
          join     | 401 | not-found  | view      | comment   | edit   | admin
          leave    | 401 | nothing    | left      | left      | left   | left
          submit   | 401 | not-joined | forbidden | forbidden | edited | edited
          part     | 401 | not-joined | forbidden | forbidden | edited | edited
          presence | 401 | unseen     | seen      | seen      | seen   | seen
          state    | 401 | nothing    | diverged  | diverged  | diverged| diverged
          ping     | 401 | pong       | pong      | pong      | pong   | pong
          pong     | 401 | nothing    | nothing   | nothing   | nothing| nothing
          """);

  static List<String> messages() {
    return TABLE.messages();
  }

  /** A document, and people who have it open. */
  private record Scene(String document, HostilePeer watcher, HostilePeer marker)
      implements AutoCloseable {

    static Scene open() {
      Api owner = Api.signIn(SERVER, "alice");
      Scene scene =
          new Scene(Roles.shared(SERVER, "text"), new HostilePeer(owner), new HostilePeer(owner));
      scene.watcher.join(scene.document);
      scene.marker.join(scene.document);
      return scene;
    }

    void shows(HostilePeer peer, String state) {
      peer.send(
          "{\"t\":\"presence\",\"d\":\"%s\",\"state\":{\"said\":\"%s\"}}"
              .formatted(document, state));
    }

    /** Whether the watcher has been shown a state, when one that was sent later has come. */
    String isSeen(String state) {
      shows(marker, "after " + state);
      Await.until("a later state", PATIENCE, () -> watcher.wasShown("\"after " + state + "\""));
      return watcher.wasShown("\"" + state + "\"") ? "seen" : "unseen";
    }

    @Override
    public void close() {
      watcher.close();
      marker.close();
    }
  }

  @ParameterizedTest
  @MethodSource("messages")
  void comesToWhatTheRoleMayDo(String message) {
    Map<String, String> found = new LinkedHashMap<>();
    try (Scene scene = Scene.open()) {
      for (String role : Roles.NAMES) {
        found.put(role, comesTo(message, role, scene));
      }
      assertEquals(TABLE.expected(message), found);
      List<String> editors = new ArrayList<>();
      found.forEach(
          (role, word) -> {
            if (word.equals("edited")) {
              editors.add(Roles.user(role));
            }
          });
      List<String> authors =
          Api.signIn(SERVER, "alice").operations(scene.document).stream()
              .map(Api.Committed::user)
              .toList();
      assertEquals(editors, authors, "nobody else has changed anything");
    }
  }

  private static String comesTo(String message, String role, Scene scene) {
    Api api = Roles.as(SERVER, role);
    if (role.equals("stranger")) {
      return "" + Handshake.status(SERVER.address(), "", "Origin: " + SERVER.address());
    }
    try (HostilePeer peer = new HostilePeer(api)) {
      peer.send("{\"t\":\"join\",\"d\":\"" + scene.document + "\"}");
      JsonNode answer = peer.nextOf("joined", "closed");
      boolean in = answer.get("t").asText().equals("joined");
      if (message.equals("join")) {
        return answer.get(in ? "access" : "code").asText();
      }
      if (message.equals("leave")) {
        return leaves(peer, in, Roles.user(role), scene);
      }
      String submit =
          "{\"t\":\"submit\",\"d\":\"%s\",\"seq\":1,\"base\":%d,\"ops\":[[\"x\"]]}"
              .formatted(scene.document, in ? answer.get("head").asLong() : 0);
      return says(message, peer, role, submit, scene);
    }
  }

  private static String says(
      String message, HostilePeer peer, String role, String submit, Scene scene) {
    switch (message) {
      case "submit":
        return outcome(peer.send(submit));
      case "part":
        return outcome(peer.send(part(false, submit, 0, 9)).send(part(true, submit, 9, 999)));
      case "presence":
        scene.shows(peer, role);
        peer.send("{\"t\":\"ping\"}").next("pong");
        return scene.isSeen(role);
      case "state":
        return differs(peer, !role.equals("none"), scene);
      case "ping":
        return peer.send("{\"t\":\"ping\"}").next("pong").get("t").asText();
      case "pong":
        peer.send("{\"t\":\"pong\"}").send("{\"t\":\"ping\"}").next("pong");
        return "nothing";
      default:
        throw new AssertionError("nobody says " + message);
    }
  }

  /** Tells a state that nobody can have at revision 0. */
  private static String differs(HostilePeer peer, boolean in, Scene scene) {
    peer.send(
        "{\"t\":\"state\",\"d\":\"%s\",\"r\":0,\"hash\":\"00000000\"}".formatted(scene.document));
    if (in) {
      return peer.nextOf("reset", "error").get("code").asText();
    }
    peer.send("{\"t\":\"ping\"}").next("pong");
    return "nothing";
  }

  private static String outcome(HostilePeer peer) {
    JsonNode end = peer.nextOf("refuse", "ops");
    return end.get("t").asText().equals("ops") ? "edited" : end.get("code").asText();
  }

  private static String part(boolean last, String whole, int from, int to) {
    String data = whole.substring(from, Math.min(to, whole.length())).replace("\"", "\\\"");
    return "{\"t\":\"part\",\"id\":1,\"last\":%b,\"data\":\"%s\"}".formatted(last, data);
  }

  private static String leaves(HostilePeer peer, boolean in, String user, Scene scene) {
    String leave = "{\"t\":\"leave\",\"d\":\"" + scene.document + "\"}";
    if (!in) {
      peer.send(leave).send("{\"t\":\"ping\"}").next("pong");
      return "nothing";
    }
    scene.shows(peer, user);
    Await.until(user + " is there", PATIENCE, () -> scene.watcher.wasShown("\"" + user + "\""));
    scene.watcher.forgetsWhatItWasShown();
    peer.send(leave);
    Await.until(user + " has gone", PATIENCE, () -> scene.watcher.wasShown(user + " null"));
    return "left";
  }

  @Test
  void theProtocolHasNoMessageThatIsNotInTheTable() throws IOException {
    Set<String> messages =
        EveryAddressIT.all(
            Sources.of("websocket-web"),
            "record (\\w+)\\([^{]*\\)\\s+implements ClientMessage \\{");
    assertEquals(
        messages.stream()
            .map(message -> message.toUpperCase(Locale.ROOT))
            .collect(Collectors.toSet()),
        TABLE.kinds());
  }
}
