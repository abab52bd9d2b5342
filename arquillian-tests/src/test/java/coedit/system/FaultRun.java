package coedit.system;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One fault under load: what was before, what became of it, and what was after. */
final class FaultRun {

  /** INV-13. */
  private static final Duration HEALED = Duration.ofSeconds(15);

  private final FaultCluster cluster;
  private final FaultLoad load;
  private final Duration calm;

  /**
   * What was seen.
   *
   * @param healedMillis from the end of the fault until every author had two more acknowledgements
   * @param cpu processor seconds of all servers for each second of the three windows
   */
  record Seen(
      String fault,
      FaultLoad.Window before,
      FaultLoad.Window during,
      FaultLoad.Window after,
      long healedMillis,
      List<Double> cpu) {}

  /**
   * @param calm how long to look at what was before, and at what is after
   */
  FaultRun(FaultCluster cluster, FaultLoad load, Duration calm) {
    this.cluster = cluster;
    this.load = load;
    this.calm = calm;
  }

  /**
   * Strikes and heals.
   *
   * @throws AssertionError when somebody cannot go on within 15 s
   */
  Seen of(Fault fault) {
    Meter meter = new Meter();
    Await.pause(calm);
    meter.mark();
    int owner = cluster.ownerOf(load.documents().get(0));
    fault.strike().accept(cluster, owner);
    Await.pause(fault.hold());
    fault.heal().accept(cluster, owner);
    List<Integer> progress = load.progress();
    long healed = System.nanoTime();
    Await.until(
        "INV-13: two edits more of everybody after \"" + fault + "\"",
        HEALED,
        () -> load.everybodyMovedOnSince(progress));
    long movedOn = System.nanoTime();
    meter.mark();
    Await.pause(calm);
    meter.mark();
    return new Seen(
        fault.name(),
        meter.window(0),
        meter.window(1),
        meter.window(2),
        (movedOn - healed) / 1_000_000,
        List.of(meter.cpu(0), meter.cpu(1), meter.cpu(2)));
  }

  /** Moments, and the processor time used up to each; that of a server that was killed is gone. */
  private final class Meter {
    private final List<Long> moments = new ArrayList<>();
    private final List<Duration> cpu = new ArrayList<>();

    Meter() {
      mark();
    }

    void mark() {
      moments.add(System.nanoTime());
      cpu.add(cluster.cpu());
    }

    FaultLoad.Window window(int number) {
      return load.window(moments.get(number), moments.get(number + 1));
    }

    double cpu(int number) {
      double used = cpu.get(number + 1).minus(cpu.get(number)).toNanos();
      return Math.max(0, used / (moments.get(number + 1) - moments.get(number)));
    }
  }
}
