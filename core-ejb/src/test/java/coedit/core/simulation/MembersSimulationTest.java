package coedit.core.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two members, their store and eight people, in one thread, through everything that can go wrong.
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
        LongStream.range(first, first + runs)
            .map(seed -> play(new Plan(seed, STEPS), World::run))
            .sum();
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
        .forEach(seed -> committed.add(play(new Plan(seed, SHORT_STEPS), World::runUntilRest)));
    System.out.printf("%d short schedules: %d commits%n", runs, committed.sum());
    assertTrue(committed.sum() > runs, "too little happened: " + committed);
  }

  @Test
  void aServerMayCrashAtEveryStep() {
    for (long seed = first; seed < first + CRASHED_RUNS; seed++) {
      for (int step = 0; step < SHORT_STEPS; step++) {
        play(new Plan(seed, SHORT_STEPS).crashingAt(step), World::runUntilRest);
      }
    }
  }

  /** Plays a plan and says how much was committed. */
  private static long play(Plan plan, Consumer<World> way) {
    World world = new World(plan);
    try {
      way.accept(world);
      return world.log.committed;
    } catch (Violation | RuntimeException broken) {
      Plan smaller = plan.shrunk(candidate -> broken(new World(candidate), way).isPresent());
      throw new AssertionError(
          "%s breaks %s; smaller: %s breaks %s"
              .formatted(plan, broken.getMessage(), smaller, broken(new World(smaller), way)),
          broken);
    }
  }

  @ParameterizedTest
  @EnumSource(Weakness.class)
  void findsOutAboutEveryWeakness(Weakness weakness) {
    for (long seed = 1; seed <= NAIVE_RUNS; seed++) {
      Plan plan = new Plan(seed, STEPS);
      Optional<String> found = broken(new World(plan, weakness), World::run);
      if (found.isPresent()) {
        Plan smaller =
            plan.shrunk(
                candidate -> broken(new World(candidate, weakness), World::run).equals(found));
        System.out.printf("%s: %s breaks %s%n", weakness, smaller, found.get());
        assertTrue(smaller.steps() < STEPS, "nothing was made smaller");
        assertEquals(found, broken(new World(smaller, weakness), World::run), "plays again");
        return;
      }
    }
    fail(weakness + " passed " + NAIVE_RUNS + " runs");
  }

  /** Whether this run breaks an invariant, and which: its number. */
  private static Optional<String> broken(World world, Consumer<World> way) {
    try {
      way.accept(world);
      return Optional.empty();
    } catch (Violation | RuntimeException broken) {
      return Optional.of(String.valueOf(broken.getMessage()).split(":", 2)[0]);
    }
  }
}
