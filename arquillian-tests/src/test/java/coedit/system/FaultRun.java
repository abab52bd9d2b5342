package coedit.system;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/** One fault under load: what was before, what became of it, and what was after. */
final class FaultRun {

  /** INV-13. */
  private static final Duration HEALED = Duration.ofSeconds(15);

  /** What was committed before nothing could be has been shown by then. */
  private static final Duration ON_ITS_WAY = Duration.ofSeconds(2);

  private static final Duration GIVEN_UP = Duration.ofSeconds(90);

  private final FaultCluster cluster;
  private final FaultLoad load;
  private final Duration calm;
  private long early;
  private long late;

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
   * Strikes and heals. Whoever has to wait for more than 15 s to go on is counted, and whatever is
   * shown while nothing can be committed.
   *
   * @throws AssertionError when somebody cannot go on at all
   */
  Seen of(Fault fault) {
    return of(fault, struck -> {});
  }

  /**
   * As {@link #of(Fault)}.
   *
   * @param look told, at the end of the fault, which server was the owner; before anything is
   *     healed
   */
  Seen of(Fault fault, IntConsumer look) {
    Meter meter = new Meter();
    Await.pause(calm);
    meter.mark();
    int owner = cluster.ownerOf(load.documents().get(0));
    fault.strike().accept(cluster, owner);
    hold(fault);
    look.accept(owner);
    fault.heal().accept(cluster, owner);
    List<Integer> progress = load.progress();
    long healed = System.nanoTime();
    AtomicReference<List<TestClient>> last = new AtomicReference<>(List.of());
    Await.until(
        "INV-13: two edits more of everybody after \"" + fault + "\"",
        GIVEN_UP,
        () -> {
          List<TestClient> waiting = load.whoHasNotMovedOnSince(progress);
          if (!waiting.isEmpty()) {
            last.set(waiting);
          }
          return waiting.isEmpty();
        });
    long movedOn = System.nanoTime();
    if (movedOn - healed > HEALED.toNanos()) {
      late++;
      System.out.println("late to go on after \"" + fault + "\", who came last: " + last.get());
    }
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

  /** What was seen so far that must not be. */
  Verdict verdict() {
    return new Verdict(0, 0, 0, 0, 0, early, late);
  }

  private void hold(Fault fault) {
    if (fault.stopsCommits()) {
      Await.pause(ON_ITS_WAY);
      Map<String, Long> shown = load.shown();
      Await.pause(fault.hold().minus(ON_ITS_WAY));
      Map<String, Long> later = load.shown();
      shown.forEach((document, revision) -> early += later.get(document) - revision);
    } else {
      Await.pause(fault.hold());
    }
  }

  /** Moments, and the processor time used up to each. */
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
