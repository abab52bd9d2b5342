package coedit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * The limits on what one signed-in peer may say, as they are when nobody sets others: each has a
 * code, and is counted.
 */
class SocketLimitsIT {

  private static final LibertyServer SERVER = SharedServer.get();
  private static final Api CAROL = Api.signIn(SERVER, "carol");

  private final String document = CAROL.createText("limits");

  private static void refused(String limit, int times, Runnable deed) {
    Refused.expect(SERVER, limit, times, deed);
  }

  private String submit(int sequence, String operations) {
    return "{\"t\":\"submit\",\"d\":\"%s\",\"seq\":%d,\"base\":0,\"ops\":[%s]}"
        .formatted(document, sequence, operations);
  }

  private String presence(String state) {
    return "{\"t\":\"presence\",\"d\":\"%s\",\"state\":%s}".formatted(document, state);
  }

  private static String letters(int count) {
    return "x".repeat(count);
  }

  @Test
  void whatIsTooDeepTooManyOrTooLongIsRefused() {
    try (HostilePeer peer = new HostilePeer(CAROL)) {
      peer.join(document);
      refused(
          "too-large",
          3,
          () -> {
            peer.send(submit(1, "[".repeat(40) + "]".repeat(40))).expectRefusal("too-large");
            peer.send(submit(1, "[\"x\"],".repeat(64) + "[\"x\"]")).expectRefusal("too-large");
            peer.send(presence("{\"x\":\"" + letters(4_096) + "\"}")).expectError("too-large");
          });
    }
  }

  /** A message in parts: the operation may have a mebibyte, the parts together not much more. */
  @Test
  void whatIsPastedInPartsHasItsLimit() {
    try (HostilePeer peer = new HostilePeer(CAROL)) {
      peer.join(document);
      inParts(peer, submit(1, "[\"" + letters((1 << 20) - 2_000) + "\"]"));
      assertEquals("ops", peer.nextOf("ops", "refuse").get("t").asText());
      refused(
          "message-bytes",
          1,
          () -> {
            inParts(peer, submit(2, "[\"" + letters(1 << 20) + "\"]"));
            peer.expectEnd("too-large", 1009);
          });
    }
  }

  private static void inParts(HostilePeer peer, String message) {
    int piece = 60_000;
    for (int from = 0; from < message.length(); from += piece) {
      int to = Math.min(message.length(), from + piece);
      String data = message.substring(from, to).replace("\"", "\\\"");
      peer.send(
          "{\"t\":\"part\",\"id\":1,\"last\":%b,\"data\":\"%s\"}"
              .formatted(to == message.length(), data));
    }
  }

  @Test
  void aTextHasItsLimit() {
    refused(
        "too-large",
        1,
        () -> {
          byte[] much = letters((4 << 20) + 1).getBytes(StandardCharsets.US_ASCII);
          String address = "/api/v1/documents/import?type=text&title=x";
          assertEquals(413, CAROL.upload(address, "text/plain", much, Map.of()).statusCode());
        });
    refused(
        "too-large",
        1,
        () -> {
          String body = "{\"title\":\"" + letters(70_000) + "\"}";
          assertEquals(413, CAROL.call("POST", "/api/v1/documents", body).statusCode());
        });
  }

  @Test
  void aConnectionHasSoManyDocumentsOpen() {
    try (HostilePeer peer = new HostilePeer(CAROL)) {
      refused(
          "documents",
          1,
          () -> {
            for (int i = 0; i < 64; i++) {
              peer.send("{\"t\":\"join\",\"d\":\"%s\"}".formatted(CAROL.createText("one of many")));
              peer.next("joined");
            }
            peer.send("{\"t\":\"join\",\"d\":\"%s\"}".formatted(UUID.randomUUID()));
            assertEquals("busy", peer.nextOf("closed").get("code").asText());
          });
    }
  }

  @Test
  void presenceComesSoFastAndTheLatestIsShown() {
    try (HostilePeer peer = new HostilePeer(CAROL);
        HostilePeer watcher = new HostilePeer(Api.signIn(SERVER, "alice"))) {
      watcher.join(document);
      peer.join(document);
      refused(
          "presence",
          10,
          () -> {
            for (int i = 1; i <= 60; i++) {
              peer.send(presence("{\"n\":" + i + "}"));
            }
            JsonNode shown;
            do {
              shown = watcher.nextOf("presence").get("peers").get(0);
            } while (shown.get("state").path("n").asInt() != 60);
          });
    }
  }

  @Test
  void submissionsComeSoFast() {
    try (HostilePeer peer = new HostilePeer(CAROL)) {
      peer.join(document);
      refused(
          "submissions",
          1,
          () -> {
            for (int i = 1; i <= 300; i++) {
              peer.send(submit(1_000, "[\"x\"]"));
            }
            JsonNode answer = peer.nextOf("refuse");
            while (!answer.get("code").asText().equals("rate")) {
              answer = peer.nextOf("refuse");
            }
            assertTrue(answer.get("retryAfter").asLong() > 0);
          });
    }
  }

  /** Before the first word about what it knows, a client of Yjs may say so much. */
  @Test
  void whatComesBeforeADocumentIsOpenHasItsLimit() {
    String yjs = CAROL.create("yjs", "early");
    byte[] nothing = {1, 1, 0};
    refused(
        "waiting",
        1,
        () -> {
          try (RawSocket raw = RawSocket.open(CAROL, "/ws/yjs/" + yjs)) {
            for (int i = 0; i <= 1_000; i++) {
              raw.frame(RawSocket.BINARY, true, nothing);
            }
            assertEquals(1013, raw.closeCode());
          } catch (IOException failure) {
            throw new UncheckedIOException(failure);
          }
        });
  }

  @Test
  void passwordsAreGuessedSoOften() {
    refused(
        "sign-ins",
        1,
        () -> {
          int last = 0;
          for (int i = 0; i <= 5; i++) {
            last =
                Api.bare(
                        SERVER.address(),
                        "POST",
                        "/api/v1/sessions",
                        "{\"user\":\"nobody-at-all\",\"password\":\"wrong\"}",
                        "Content-Type",
                        "application/json")
                    .statusCode();
          }
          assertEquals(429, last);
        });
  }
}
