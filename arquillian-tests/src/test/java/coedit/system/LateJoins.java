package coedit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Documents that somebody has open, more of them than there are threads for calls to the database,
 * and somebody who joins them while that stands still. All are told what the server has in memory,
 * long before the first of the calls that stand still ends.
 */
final class LateJoins implements AutoCloseable {

  private static final int DOCUMENTS = 8;

  /** A call to the database ends after thirty seconds. */
  private static final Duration SOON = Duration.ofSeconds(20);

  private final List<String> documents = new ArrayList<>();
  private final HostilePeer early;
  private final HostilePeer late;

  LateJoins(LibertyServer server) {
    Api alice = Api.signIn(server, "alice");
    early = new HostilePeer(alice);
    late = new HostilePeer(Api.signIn(server, "bob"));
    for (int i = 0; i < DOCUMENTS; i++) {
      String document = alice.createText("open " + i);
      early.join(document);
      assertEquals("ops", early.types(document).get("t").asText());
      documents.add(document);
    }
  }

  /** The database stands still. */
  void areToldWhatIsHere() {
    long begun = System.nanoTime();
    documents.forEach(document -> late.send("{\"t\":\"join\",\"d\":\"" + document + "\"}"));
    for (int i = 0; i < DOCUMENTS; i++) {
      assertEquals(1, late.next("joined").get("head").asLong());
    }
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    System.out.println("joined in " + took.toMillis() + " ms, the database standing still");
    assertTrue(took.compareTo(SOON) < 0, took.toString());
  }

  /** The database goes on: they are in. */
  void goOn() {
    for (String document : documents) {
      assertEquals("ops", early.types(document).get("t").asText());
      assertEquals(2, late.next("ops").get("ops").get(0).get("r").asLong());
    }
  }

  @Override
  public void close() {
    early.close();
    late.close();
  }
}
