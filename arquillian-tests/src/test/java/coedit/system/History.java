package coedit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.system.Api.Committed;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What must be true of a document when all is quiet, whatever happened before. */
final class History {

  private static final Duration QUIET = Duration.ofSeconds(30);

  private History() {}

  /**
   * Reads a document's log from one server and checks it, and compares it with what each server
   * shows and each client holds.
   *
   * @return the log
   */
  static List<Committed> check(
      String document, Collection<TestClient> clients, List<? extends Node> nodes) {
    List<Committed> log = Api.signIn(nodes.get(0), "alice").operations(document);
    contiguous(log);
    for (TestClient client : clients) {
      acknowledgedOnce(client, log);
    }
    TextReplica replay = new TextReplica(0, "");
    log.forEach(committed -> replay.take(committed.revision(), committed.operation()));
    for (Node node : nodes) {
      Api.Content content = Api.signIn(node, "alice").content(document);
      assertEquals(log.size(), content.revision(), "INV-3: head is the largest revision");
      assertEquals(replay.text(), content.text(), "INV-8, INV-9: content is the log replayed");
      assertEquals(
          Api.signIn(nodes.get(0), "alice").stateHash(document),
          Api.signIn(node, "alice").stateHash(document),
          "INV-8: the same state on every server");
    }
    for (TestClient client : clients) {
      client.awaitRevision(log.size(), QUIET);
      assertEquals(replay.text(), client.text(), "INV-8: every client holds the same");
    }
    return log;
  }

  /** INV-3, INV-2 and INV-5; an operation that changed nothing uses up a sequence alone. */
  private static void contiguous(List<Committed> log) {
    Map<String, Long> last = new HashMap<>();
    for (int i = 0; i < log.size(); i++) {
      Committed committed = log.get(i);
      assertEquals(i + 1, committed.revision(), "INV-3: revisions are contiguous");
      Long before = last.put(committed.client(), committed.sequence());
      assertTrue(
          before == null || before < committed.sequence(),
          "INV-2, INV-5: each client's sequence once and in order, not at " + committed);
    }
  }

  /** INV-1, INV-2 and INV-4: where it was said to be, and nowhere else. */
  private static void acknowledgedOnce(TestClient client, List<Committed> log) {
    for (AuthorState.Acknowledged own : client.acknowledged()) {
      if (own.revision() > 0) {
        assertTrue(own.revision() <= log.size(), "INV-1: lost " + own);
        Committed there = log.get((int) own.revision() - 1);
        assertEquals(own.client(), there.client(), "INV-4: " + own);
        assertEquals(own.sequence(), there.sequence(), "INV-4: " + own);
      }
    }
  }

  /** How many operations of these clients are durable and changed something, as they were told. */
  static long acknowledged(Collection<TestClient> clients) {
    return clients.stream()
        .flatMap(client -> client.acknowledged().stream())
        .filter(own -> own.revision() > 0)
        .count();
  }
}
