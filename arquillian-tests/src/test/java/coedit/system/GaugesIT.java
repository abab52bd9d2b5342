package coedit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * A gauge for every queue and map, and all of them at zero when everybody has left (INV-12). More
 * rounds of coming and going by {@code -Dcoedit.soak.rounds}; then the heap must be flat as well.
 */
class GaugesIT {

  private static final LibertyServer SERVER = SharedServer.get();
  private static final int ROUNDS = Integer.getInteger("coedit.soak.rounds", 10);
  private static final int ROUNDS_THAT_SHOW_IN_THE_HEAP = 200;
  private static final long GROWN_KILOBYTES = 30_000;
  private static final Duration PATIENCE = Duration.ofSeconds(100);

  /**
   * Leases are kept while nobody else wants them, and what was opened under them; others are counts
   * since the start, or remember a bounded number of names.
   */
  private static final Set<String> STAY =
      Set.of(
          "coedit_leases",
          "coedit_leases_taken",
          "coedit_lineage_documents",
          "coedit_feed_sent",
          "coedit_open_refused",
          "coedit_recoveries",
          "coedit_store_calls_refused",
          "coedit_map_calls_refused",
          "coedit_limit_rates",
          "coedit_request_rates",
          "coedit_sign_ins_cached",
          "coedit_sign_in_attempts");

  /** What the manual names, but for those that there are by label once something has happened. */
  private static Set<String> documented() throws IOException {
    String manual = Files.readString(Path.of("../docs/operations.md"));
    String table = manual.substring(manual.indexOf("\n| metric |"));
    Set<String> names = new TreeSet<>();
    Pattern.compile("`(coedit_\\w+)`")
        .matcher(table.substring(0, table.indexOf("\n\n")))
        .results()
        .forEach(name -> names.add(name.group(1)));
    return names;
  }

  @Test
  void everyGaugeOfTheManualIsThere() throws IOException {
    Set<String> missing = documented();
    assertTrue(missing.size() > 20, "the manual names hardly any: " + missing);
    missing.removeAll(Gauges.of(SERVER).keySet());
    assertEquals(Set.of(), missing);
  }

  @Test
  void nothingIsHeldWhenEverybodyHasLeft() throws IOException {
    rounds(ROUNDS);
    if (ROUNDS >= ROUNDS_THAT_SHOW_IN_THE_HEAP) {
      long before = Heap.usedKilobytes(SERVER.jvm());
      rounds(ROUNDS);
      long after = Heap.usedKilobytes(SERVER.jvm());
      long grown = after - before;
      System.out.printf("heap: %d KB, after %d rounds more %d KB%n", before, ROUNDS, after);
      System.out.println(Gauges.of(SERVER));
      assertTrue(grown < GROWN_KILOBYTES, "the heap has grown by " + grown + " KB");
    }
  }

  private static void rounds(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      somebodyComesAndGoes(i);
    }
    Set<String> held = documented();
    held.removeAll(STAY);
    Await.until(
        "nothing is held: " + Gauges.of(SERVER),
        PATIENCE,
        () -> {
          Map<String, Double> gauges = Gauges.of(SERVER);
          return held.stream().allMatch(name -> gauges.get(name) == 0);
        });
  }

  /** Two people write and say where they are; one of them asks for what is not there; both go. */
  private static void somebodyComesAndGoes(int round) {
    String document = Api.signIn(SERVER, "alice").createText("round " + round);
    try (TestClient alice = TestClient.join("alice", document, SERVER);
        TestClient bob = TestClient.join("bob", document, SERVER);
        HostilePeer lost = new HostilePeer(Api.signIn(SERVER, "carol"))) {
      alice.insert(0, "a letter");
      bob.insert(0, "and another");
      lost.send("{\"t\":\"join\",\"d\":\"" + UUID.randomUUID() + "\"}");
      assertEquals("not-found", lost.nextOf("closed").get("code").asText());
      lost.join(document);
      lost.send("{\"t\":\"presence\",\"d\":\"" + document + "\",\"state\":{\"cursor\":null}}");
      if (round == 0) {
        Await.until("gauges that move: " + Gauges.of(SERVER), PATIENCE, GaugesIT::showThreePeople);
      }
    }
  }

  private static boolean showThreePeople() {
    Map<String, Double> gauges = Gauges.of(SERVER);
    return gauges.get("coedit_sockets") >= 3
        && gauges.get("coedit_sessions") >= 3
        && gauges.get("coedit_presence") >= 3
        && gauges.get("coedit_tail_operations") >= 2
        && gauges.get("coedit_leases_taken") >= 1;
  }
}
