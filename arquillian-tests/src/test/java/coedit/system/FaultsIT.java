package coedit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The short form of {@link FaultRunner}: three servers that people type into, and one fault of each
 * family: the database drops its connections, or dies; the server that owns a document is killed,
 * stands still, and is cut off from the others where this process may make networks; a server comes
 * and another leaves. INV-1 to INV-8, and INV-13 after each fault.
 */
class FaultsIT {

  private static final Duration CALM = Duration.ofSeconds(2);

  private static final List<Fault> ONE_OF_EACH_FAMILY =
      List.of(
          Fault.CONNECTIONS_RESET,
          Fault.OWNER_CUT_OFF,
          Fault.OWNER_KILLED,
          Fault.OWNER_PAUSED,
          Fault.FEWER_AND_MORE,
          Fault.DATABASE_KILLED);

  @Test
  void nothingIsLostAndEverybodyGoesOn() {
    long seed = Long.getLong("coedit.seed", System.nanoTime());
    System.out.println("seed " + seed);
    try (FaultCluster cluster = FaultCluster.start(3);
        FaultLoad load = FaultLoad.begin(cluster.doors(), 3, 3, seed)) {
      FaultRun run = new FaultRun(cluster, load, CALM);
      System.out.println("left out for want of means: " + Fault.leftOutIn(cluster));
      List<Fault> faults = new ArrayList<>(ONE_OF_EACH_FAMILY);
      faults.retainAll(Fault.possibleIn(cluster));
      for (Fault fault : faults) {
        FaultRun.Seen seen =
            fault == Fault.OWNER_CUT_OFF
                ? run.of(fault, cutOff -> takesNoEdits(cluster, cutOff))
                : run.of(fault);
        System.out.println(seen);
      }
      assertEquals(Verdict.CLEAN, load.endAndJudge(cluster.stored()).plus(run.verdict()));
      assertTrue(load.operations() > 100, "too little happened: " + load.operations());
    }
  }

  /**
   * Who sees the smaller part of the members reads on there, and is told that it takes no edits.
   */
  private static void takesNoEdits(FaultCluster cluster, int cutOff) {
    List<LibertyServer> servers = cluster.servers();
    for (int i = 0; i < servers.size(); i++) {
      assertEquals(i == cutOff ? 503 : 200, servers.get(i).health("ready"), "ready, server " + i);
    }
    LibertyServer alone = servers.get(cutOff);
    assertEquals(200, alone.health("live"), "to be cut off is no reason to die");
    String document = Api.signIn(alone, "alice").createText("at a server that is cut off");
    try (TestClient writer = TestClient.join("alice", document, alone)) {
      writer.begin(text -> List.of(TestClient.insertion(0, "x")));
      assertFalse(writer.settled(Duration.ofSeconds(3)), "acknowledged by the smaller part");
      assertEquals("degraded", writer.refusedWith());
      assertEquals(List.of(), cluster.stored().operations(document));
    }
  }
}
