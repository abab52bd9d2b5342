package coedit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * INV-12: while nothing can be committed, one author sends into one document through many sockets
 * more than may wait for it, and on none of them more than a client may. Whoever has his turn
 * first: somebody is told <em>busy</em>. What was refused is sent again afterwards, and then
 * everything is in the log once.
 */
final class FullDocument implements AutoCloseable {

  /** Beside the 200 operations that may be assigned and not committed. */
  static final Map<String, String> SETTINGS = Map.of("COEDIT_WAITING_SUBMISSIONS", "4");

  /** Of whose submissions five are assigned, or six, four wait, and the others find no place. */
  private static final int SOCKETS = 14;

  /** How many operations one submission has. */
  private static final int EACH = 40;

  private final Api author;
  private final LibertyServer server;
  private final String document;

  /** By the id that each has as a client. */
  private final Map<String, HostilePeer> peers = new LinkedHashMap<>();

  FullDocument(LibertyServer server) {
    this.server = server;
    author = Api.signIn(server, "alice");
    document = author.createText("full");
    for (int i = 0; i < SOCKETS; i++) {
      HostilePeer peer = new HostilePeer(author);
      peers.put(peer.join(document).get("client").asText(), peer);
    }
  }

  /** The database stands still. */
  void saysBusy(Duration patience) {
    peers.values().forEach(this::submit);
    Await.until(
        "busy",
        patience,
        () -> peers.values().stream().anyMatch(peer -> peer.hasBeenRefused("busy")));
    assertTrue(Refused.by(server, "busy") >= 1, "and it is counted");
    peers.values().forEach(peer -> assertEquals(List.of(), peer.toldOperations(), "INV-1"));
  }

  /** The database goes on. */
  void takesEverythingOnce(Duration patience) {
    Await.until("all that was sent", patience, Duration.ofSeconds(1), this::isWhole);
    List<Api.Committed> log = author.operations(document);
    assertEquals(SOCKETS * EACH, log.size(), "INV-2: once");
    for (HostilePeer peer : peers.values()) {
      List<JsonNode> told = peer.toldOperations();
      assertFalse(told.isEmpty());
      for (JsonNode operation : told) {
        Api.Committed acknowledged = Api.Committed.of(operation);
        Api.Committed committed = log.get((int) acknowledged.revision() - 1);
        assertEquals(committed.client(), acknowledged.client(), "INV-4");
        assertEquals(committed.sequence(), acknowledged.sequence(), "INV-4");
      }
    }
  }

  /** If not, what is missing is sent again, just as it was, as clients do. */
  private boolean isWhole() {
    List<Api.Committed> log = author.operations(document);
    boolean whole = true;
    for (Map.Entry<String, HostilePeer> peer : peers.entrySet()) {
      List<Long> sequences =
          log.stream()
              .filter(operation -> operation.client().equals(peer.getKey()))
              .map(Api.Committed::sequence)
              .toList();
      if (sequences.isEmpty()) {
        whole = false;
        submit(peer.getValue());
      } else {
        assertEquals(LongStream.rangeClosed(1, EACH).boxed().toList(), sequences, "INV-2, INV-5");
      }
    }
    return whole;
  }

  private void submit(HostilePeer peer) {
    String letters = String.join(",", Collections.nCopies(EACH, "[\"x\"]"));
    peer.send(
        "{\"t\":\"submit\",\"d\":\"%s\",\"seq\":1,\"base\":0,\"ops\":[%s]}"
            .formatted(document, letters));
  }

  @Override
  public void close() {
    peers.values().forEach(HostilePeer::close);
  }
}
