package coedit.system;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The short form of {@link FaultRunner}: three servers that people type into, the one that owns a
 * document stands still, is cut off from the others (where this process may make networks), and the
 * database stalls and drops its connections. INV-1 to INV-8, and INV-13 after each fault.
 */
class FaultsIT {

  private static final Duration CALM = Duration.ofSeconds(2);

  @Test
  void nothingIsLostAndEverybodyGoesOn() {
    long seed = Long.getLong("coedit.seed", System.nanoTime());
    System.out.println("seed " + seed);
    try (FaultCluster cluster = FaultCluster.start(3);
        FaultLoad load = FaultLoad.begin(cluster.servers(), 3, 3, seed)) {
      FaultRun run = new FaultRun(cluster, load, CALM);
      List<Fault> faults =
          new ArrayList<>(
              List.of(Fault.CONNECTIONS_RESET, Fault.OWNER_PAUSED, Fault.DATABASE_PAUSED));
      if (cluster.hasNetworks()) {
        faults.add(Fault.OWNER_CUT_OFF);
      }
      for (Fault fault : faults) {
        FaultRun.Seen seen = run.of(fault);
        System.out.println(seen);
      }
      long operations = load.endAndCheck(cluster.stored());
      assertTrue(operations > 200, "too little happened: " + operations);
    }
  }
}
