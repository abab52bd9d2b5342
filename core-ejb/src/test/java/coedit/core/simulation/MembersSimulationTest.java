package coedit.core.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two members, their store and ten people, in one thread, through everything that can go wrong.
 * Plays as many short schedules as {@code -Dcoedit.histories} says and a long one for every two
 * thousand of them, from {@code -Dcoedit.seed} on. A plan that fails is made smaller first, and is
 * shown as what a named test would play.
 */
class MembersSimulationTest {

  private static final int STEPS = 3_000;
  private static final int SHORT_STEPS = 100;
  private static final int SHORT_RUNS = 200_000;
  private static final int SHORT_FOR_ONE_LONG = 2_000;
  private static final int CRASHED_RUNS = 20;
  private static final int NAIVE_RUNS = 200;
  private static final int NAIVE_SHORT_RUNS = 50_000;

  /** No other crash than that of the plan. */
  private static final Set<Trouble> CALM = EnumSet.complementOf(EnumSet.of(Trouble.CRASHES));

  private final Logger logger = Logger.getLogger("coedit");
  private final int histories = Integer.getInteger("coedit.histories", SHORT_RUNS);
  private final long first = Long.getLong("coedit.seed", 1);

  @BeforeEach
  void simulatedTroubleIsNotLogged() {
    logger.setLevel(Level.OFF);
  }

  @AfterEach
  void realTroubleIs() {
    logger.setLevel(null);
  }

  @Test
  void noInvariantBreaksWhateverGoesWrong() {
    int runs = Math.max(1, histories / SHORT_FOR_ONE_LONG);
    long committed =
        LongStream.range(first, first + runs).map(seed -> play(new Plan(seed, STEPS))).sum();
    System.out.printf("seeds %d to %d: %d commits%n", first, first + runs - 1, committed);
    assertTrue(committed > runs * 10L, "too little happened: " + committed);
  }

  /** Many short schedules find what few long ones do not: rare first steps. */
  @Test
  void noInvariantBreaksInManyShortSchedules() {
    int runs = histories;
    LongAdder committed = new LongAdder();
    LongStream.range(first, first + runs)
        .parallel()
        .forEach(seed -> committed.add(play(new Plan(seed, SHORT_STEPS).untilRest())));
    System.out.printf("%d short schedules: %d commits%n", runs, committed.sum());
    assertTrue(committed.sum() > runs, "too little happened: " + committed);
  }

  /** Before and after each call of map, log, store and network, and before each task. */
  @Test
  void eachServerMayCrashWhereverItWaits() {
    LongAdder crashes = new LongAdder();
    LongStream.range(first, first + CRASHED_RUNS)
        .parallel()
        .forEach(
            seed -> {
              Plan plan = new Plan(seed, SHORT_STEPS, CALM).untilRest();
              for (int server = 0; server < World.SERVERS; server++) {
                World uncrashed = new World(plan);
                uncrashed.run();
                int points = uncrashed.awaits(server);
                for (int at = 0; at < points; at++) {
                  play(plan.crashing(server, at));
                }
                crashes.add(points);
              }
            });
    System.out.printf("%d crashes, each at a point of its own%n", crashes.sum());
    assertTrue(crashes.sum() > 100L * CRASHED_RUNS, "hardly any: " + crashes);
  }

  /** Plays a plan and says how much was committed. */
  private static long play(Plan plan) {
    World world = new World(plan);
    try {
      world.run();
      return world.log.committed;
    } catch (Violation | RuntimeException broken) {
      Plan smaller = plan.shrunk(candidate -> broken(new World(candidate)).isPresent());
      String invariant = broken(new World(smaller)).orElseThrow();
      throw new AssertionError(
          "%s breaks %s; smaller, as a test that breaks %s:%n%s"
              .formatted(
                  plan, broken.getMessage(), invariant, smaller.asTest("seed" + plan.seed())),
          broken);
    }
  }

  @ParameterizedTest
  @EnumSource(Weakness.class)
  void findsOutAboutEveryWeakness(Weakness weakness) {
    for (long seed = 1; seed <= NAIVE_RUNS; seed++) {
      Plan plan = new Plan(seed, STEPS);
      Optional<String> found = broken(new World(plan, weakness));
      if (found.isPresent()) {
        Plan smaller =
            plan.shrunk(candidate -> broken(new World(candidate, weakness)).equals(found));
        System.out.printf("%s: %s breaks %s%n", weakness, smaller, found.get());
        assertTrue(smaller.steps() < STEPS, "nothing was made smaller");
        assertEquals(found, broken(new World(smaller, weakness)), "plays again");
        return;
      }
    }
    fail(weakness + " passed " + NAIVE_RUNS + " runs");
  }

  /** Both halves assign the same revision, and nothing but the log's keys is in the way. */
  @Test
  void withoutAFenceWhoIsCutOffCommitsWhatAnotherHasCommitted() {
    assertBreaks("INV-2/INV-4", Set.of(Trouble.CUT_OFF), Weakness.NO_FENCE);
  }

  @Test
  void whatIsAcknowledgedFromMemoryIsShownBeforeItIsInTheLog() {
    assertBreaks("INV-1/INV-4/INV-10", Set.of(), Weakness.ACKNOWLEDGES_FROM_MEMORY);
  }

  @Test
  void aRightThatEndsNoLeaseIsUsedAfterItWasTakenAway() {
    assertBreaks("INV-11", Set.of(Trouble.RIGHTS), Weakness.RIGHTS_END_NO_LEASE);
  }

  @Test
  void whoWaitsByTheWallClockSendsNothingAgainWhenItIsSetBack() {
    assertBreaks("INV-13", Set.of(Trouble.CLOCKS), Weakness.TIMES_BY_THE_WALL_CLOCK);
  }

  /** Whoever has seen more than was restored is told to start over, and sees no reason for it. */
  @Test
  void aRestoredBackupThatPassesForTheHistoryThatClientsHaveSeenIsFoundOut() {
    assertBreaks("INV-14/INV-15", Set.of(Trouble.RESTORES), Weakness.BACKUPS_KEEP_THE_GENERATION);
  }

  /**
   * Where nothing else goes wrong a naive server breaks just this, by one of many plans, and one as
   * it is does not by the same plan. The plan is looked for, since each change of the servers makes
   * another history of a seed.
   */
  private static void assertBreaks(String invariant, Set<Trouble> troubles, Weakness weakness) {
    Plan breaking =
        LongStream.rangeClosed(1, NAIVE_SHORT_RUNS)
            .mapToObj(seed -> new Plan(seed, SHORT_STEPS, troubles))
            .filter(plan -> broken(new World(plan, weakness)).equals(Optional.of(invariant)))
            .findFirst()
            .orElseThrow(() -> new AssertionError(weakness + " never breaks " + invariant));
    System.out.printf("%s: %s breaks %s%n", weakness, breaking, invariant);
    assertEquals(Optional.empty(), broken(new World(breaking)));
  }

  /** Whether this run breaks an invariant, and which: its number. */
  private static Optional<String> broken(World world) {
    try {
      world.run();
      return Optional.empty();
    } catch (Violation | RuntimeException broken) {
      return Optional.of(String.valueOf(broken.getMessage()).split(":", 2)[0]);
    }
  }
}
