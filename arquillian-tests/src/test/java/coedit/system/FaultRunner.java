package coedit.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Breaks everything that can break, one thing after the other in random order, under a cluster that
 * people type into, for as long as it is told; then compares every acknowledgement with the logs of
 * all servers and the rows of the database, and writes a report. Ends with status 1 when an
 * invariant did not hold.
 *
 * <p>Options: {@code -Dcoedit.faults.minutes} (30), {@code -Dcoedit.seed}, {@code
 * -Dcoedit.faults.report} (a file).
 */
final class FaultRunner {

  private static final int SERVERS = 3;
  private static final int DOCUMENTS = 6;
  private static final int AUTHORS_EACH = 3;
  private static final Duration CALM = Duration.ofSeconds(8);

  private FaultRunner() {}

  public static void main(String[] arguments) throws IOException {
    Duration time = Duration.ofMinutes(Integer.getInteger("coedit.faults.minutes", 30));
    long seed = Long.getLong("coedit.seed", System.nanoTime());
    Path report = Path.of(System.getProperty("coedit.faults.report", "target/faults.md"));
    System.out.println("seed " + seed);
    Files.writeString(report, run(time, seed));
    System.out.println("written to " + report);
    System.exit(0);
  }

  private static String run(Duration time, long seed) {
    long end = System.nanoTime() + time.toNanos();
    Random random = new Random(seed);
    List<FaultRun.Seen> seen = new ArrayList<>();
    try (FaultCluster cluster = FaultCluster.start(SERVERS);
        FaultLoad load = FaultLoad.begin(cluster.servers(), DOCUMENTS, AUTHORS_EACH, seed)) {
      FaultRun run = new FaultRun(cluster, load, CALM);
      while (System.nanoTime() < end) {
        List<Fault> faults = new ArrayList<>(Fault.possibleIn(cluster));
        Collections.shuffle(faults, random);
        for (Fault fault : faults) {
          seen.add(run.of(fault));
          System.out.println(row(seen.get(seen.size() - 1)));
          if (System.nanoTime() >= end) {
            break;
          }
        }
      }
      long operations = load.endAndCheck(cluster.stored());
      return report(time, seed, seen, operations, load.reconnects());
    }
  }

  private static String report(
      Duration time, long seed, List<FaultRun.Seen> seen, long operations, int reconnects) {
    StringBuilder report = new StringBuilder();
    report.append(
        """
        # Faults under load

        %d servers, PostgreSQL, %d documents with %d authors each, %d minutes, seed %d: %d faults, %,d operations acknowledged, %,d reconnects.

        Lost, doubled, reordered, holes, diverged: **0** of each. Every acknowledged operation was where its author was told, once; every server's content and every author's text was the log replayed; the rows of the database were that log.

        "Silence" is the longest time in which some document got no acknowledgement; "healed" is how long after the fault's end every author had two more. CPU is processor seconds of all servers per second, before, during and after.

        | fault | before: acknowledged/s, p50 / p99 ms | during: acknowledged/s, p99 ms, silence s | healed after s | after: acknowledged/s, p50 / p99 ms | CPU |
        | --- | --- | --- | --- | --- | --- |
        """
            .formatted(
                SERVERS,
                DOCUMENTS,
                AUTHORS_EACH,
                time.toMinutes(),
                seed,
                seen.size(),
                operations,
                reconnects));
    seen.forEach(each -> report.append(row(each)).append('\n'));
    return report.toString();
  }

  private static String row(FaultRun.Seen seen) {
    FaultLoad.Window before = seen.before();
    FaultLoad.Window during = seen.during();
    FaultLoad.Window after = seen.after();
    return String.format(
        Locale.ROOT,
        "| %s | %.0f, %d / %d | %.0f, %d, %.1f | %.1f | %.0f, %d / %d | %.2f, %.2f, %.2f |",
        seen.fault(),
        before.perSecond(),
        before.p50Millis(),
        before.p99Millis(),
        during.perSecond(),
        during.p99Millis(),
        during.silenceMillis() / 1e3,
        seen.healedMillis() / 1e3,
        after.perSecond(),
        after.p50Millis(),
        after.p99Millis(),
        seen.cpu().get(0),
        seen.cpu().get(1),
        seen.cpu().get(2));
  }
}
