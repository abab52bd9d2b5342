package coedit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;

/**
 * INV-12: while nothing can be committed, two people send into one document as much as a session
 * may have unsettled and more. Each is told <em>busy</em>: the first because of what is the
 * session's, the second because of what is the document's. What was refused is sent again
 * afterwards, and is in the log once.
 */
final class FullDocument implements AutoCloseable {

  /** So that less than two sessions fill a document. */
  static final Map<String, String> SETTINGS =
      Map.of("COEDIT_PENDING_OPERATIONS", "50", "COEDIT_WAITING_SUBMISSIONS", "50");

  /** {@code coedit.limits.in-flight}. */
  private static final int UNSETTLED = 64;

  private final LibertyServer server;
  private final String document;
  private final HostilePeer first;
  private final HostilePeer second;
  private int refused;

  FullDocument(LibertyServer server) {
    this.server = server;
    Api alice = Api.signIn(server, "alice");
    document = alice.createText("full");
    first = new HostilePeer(alice);
    second = new HostilePeer(Api.signIn(server, "bob"));
    first.join(document);
    second.join(document);
  }

  /** The database stands still. */
  void saysBusy() {
    double counted = Refused.by(server, "busy");
    submit(first, 1, UNSETTLED + 1);
    JsonNode own = first.next("refuse");
    assertEquals("busy", own.get("code").asText());
    assertEquals(UNSETTLED + 1, own.get("seq").asInt());
    assertTrue(own.get("retryAfter").asInt() > 0);

    submit(second, 1, UNSETTLED);
    JsonNode shared = second.next("refuse");
    assertEquals("busy", shared.get("code").asText());
    assertEquals("too much waits for this document", shared.get("message").asText());
    // How much of it fits depends on how much of the first's had its turn.
    refused = shared.get("seq").asInt();
    assertTrue(Refused.by(server, "busy") >= counted + 2);
  }

  /** The database goes on. */
  void takesWhatItHadRefused(Duration healed) {
    submit(first, UNSETTLED + 1, UNSETTLED + 1);
    submit(second, refused, UNSETTLED);
    Await.until(
        "all that was sent",
        healed,
        () -> Api.signIn(server, "alice").operations(document).size() >= 2 * UNSETTLED + 1);
    assertEquals(
        2 * UNSETTLED + 1, Api.signIn(server, "alice").operations(document).size(), "INV-2: once");
  }

  private void submit(HostilePeer peer, int from, int to) {
    for (int sequence = from; sequence <= to; sequence++) {
      peer.send(
          "{\"t\":\"submit\",\"d\":\"%s\",\"seq\":%d,\"base\":0,\"ops\":[[\"x\"]]}"
              .formatted(document, sequence));
    }
  }

  @Override
  public void close() {
    first.close();
    second.close();
  }
}
