package coedit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The short form of {@link FaultRunner}: three servers that people type into; the database drops
 * its connections, and the server that owns a document is cut off from the others, or, where this
 * process may not make networks, stands still. INV-1 to INV-8, and INV-13 after each fault.
 */
class FaultsIT {

  private static final Duration CALM = Duration.ofSeconds(2);

  @Test
  void nothingIsLostAndEverybodyGoesOn() {
    long seed = Long.getLong("coedit.seed", System.nanoTime());
    System.out.println("seed " + seed);
    try (FaultCluster cluster = FaultCluster.start(3);
        FaultLoad load = FaultLoad.begin(cluster.doors(), 3, 3, seed)) {
      FaultRun run = new FaultRun(cluster, load, CALM);
      Fault apart = cluster.hasNetworks() ? Fault.OWNER_CUT_OFF : Fault.OWNER_PAUSED;
      for (Fault fault : List.of(Fault.CONNECTIONS_RESET, apart)) {
        FaultRun.Seen seen = run.of(fault);
        System.out.println(seen);
      }
      assertEquals(Verdict.CLEAN, load.endAndJudge(cluster.stored()).plus(run.verdict()));
      assertTrue(load.operations() > 100, "too little happened: " + load.operations());
    }
  }
}
