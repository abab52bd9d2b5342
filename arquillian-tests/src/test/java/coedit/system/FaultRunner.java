package coedit.system;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Breaks everything that can break, one thing after the other in random order, under a cluster that
 * people type into through all three protocols, for as long as it is told; then compares every
 * acknowledgement with the logs of all servers and the rows of the database, and writes a report.
 * Ends with status 1 when the verdict is not clean, and with 2 when it cannot go on, since somebody
 * is not heard of any more or is told what cannot be.
 *
 * <p>On demand, by {@code mvn verify -pl arquillian-tests -am -Dit.test=FaultRunner
 * -Dfailsafe.failIfNoSpecifiedTests=false}. Options: {@code -Dcoedit.faults.minutes} (30), {@code
 * -Dcoedit.faults.named} (a regular expression that names of faults must hold), {@code
 * -Dcoedit.seed}, {@code -Dcoedit.faults.report} (a file).
 */
final class FaultRunner {

  private static final int SERVERS = 3;
  private static final int DOCUMENTS = 6;
  private static final int AUTHORS_EACH = 3;
  private static final Duration CALM = Duration.ofSeconds(8);
  private static final Duration YJS_PAUSE = Duration.ofMillis(800);
  private static final Pattern NAMED =
      Pattern.compile(System.getProperty("coedit.faults.named", ""));

  @Test
  void nothingIsLostWhateverBreaks() throws IOException {
    assertTrue(run(), "the verdict is in the report");
  }

  public static void main(String[] arguments) {
    int status = 2;
    try {
      status = run() ? 0 : 1;
    } catch (IOException | RuntimeException | AssertionError failed) {
      failed.printStackTrace();
    } finally {
      // The typists' threads would go on for ever.
      System.exit(status);
    }
  }

  private static boolean run() throws IOException {
    Duration time = Duration.ofMinutes(Integer.getInteger("coedit.faults.minutes", 30));
    long seed = Long.getLong("coedit.seed", System.nanoTime());
    Path report = Path.of(System.getProperty("coedit.faults.report", "target/faults.md"));
    System.out.println("seed " + seed);
    Verdict verdict = run(time, seed, report);
    System.out.println(verdict + "; written to " + report);
    return verdict.equals(Verdict.CLEAN);
  }

  private static Verdict run(Duration time, long seed, Path report) throws IOException {
    long end = System.nanoTime() + time.toNanos();
    Random random = new Random(seed);
    List<FaultRun.Seen> seen = new ArrayList<>();
    try (FaultCluster cluster = FaultCluster.start(SERVERS);
        FaultLoad load = FaultLoad.begin(cluster.doors(), DOCUMENTS, AUTHORS_EACH, seed);
        YjsTypists typists = new YjsTypists(cluster.doors(), YJS_PAUSE)) {
      FaultRun run = new FaultRun(cluster, load, CALM);
      int broken = 0;
      while (System.nanoTime() < end) {
        List<Fault> faults = new ArrayList<>(Fault.possibleIn(cluster));
        faults.removeIf(fault -> !NAMED.matcher(fault.name()).find());
        Collections.shuffle(faults, random);
        for (Fault fault : faults) {
          try {
            typists.oneIsSavedAndLeaves(cluster.doors().get(random.nextInt(SERVERS)));
            seen.add(run.of(fault));
            System.out.println(row(seen.get(seen.size() - 1)));
          } catch (IllegalStateException | UncheckedIOException | AssertionError failed) {
            // What was acknowledged until then is judged all the same.
            failed.printStackTrace();
            broken++;
          }
          if (System.nanoTime() >= end) {
            break;
          }
        }
      }
      Verdict verdict = load.endAndJudge(cluster.stored()).plus(run.verdict());
      System.out.println(verdict);
      int tokens = typists.finish(cluster.doors());
      String happened =
          "%d minutes, seed %d: %d faults, %,d operations acknowledged, %,d reconnects; %,d tokens typed by Yjs clients; %d faults could not be measured; left out for want of means: %s"
              .formatted(
                  time.toMinutes(),
                  seed,
                  seen.size(),
                  load.operations(),
                  load.reconnects(),
                  tokens,
                  broken,
                  Fault.leftOutIn(cluster));
      Files.writeString(report, report(happened, verdict, seen));
      if (broken > 0) {
        throw new IllegalStateException(broken + " faults could not be measured");
      }
      return verdict;
    }
  }

  private static String report(String happened, Verdict verdict, List<FaultRun.Seen> seen) {
    StringBuilder report = new StringBuilder();
    report.append(
        """
        # Faults under load

        %d servers, PostgreSQL, %d documents with %d authors each, one Yjs document with two clients at each server, %s.

        Found: **%s**. That is: every acknowledged operation was where its author was told, once; whatever anybody was shown was in the log at that revision, and nothing new was shown while the database stood; every server's content and every author's text was the log replayed; the rows of the database were that log; every token of a Yjs client was in the text once, also of those who left as soon as they were told "saved".

        "Silence" is the longest time in which some document got no acknowledgement; "healed" is how long after the fault's end every author had two more. CPU is processor seconds of all servers per second, before, during and after.

        | fault | before: acknowledged/s, p50 / p99 ms | during: acknowledged/s, p99 ms, silence s | healed after s | after: acknowledged/s, p50 / p99 ms | CPU |
        | --- | --- | --- | --- | --- | --- |
        """
            .formatted(SERVERS, DOCUMENTS, AUTHORS_EACH, happened, verdict));
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
