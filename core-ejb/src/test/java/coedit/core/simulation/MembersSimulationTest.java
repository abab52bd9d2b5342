package coedit.core.simulation;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.function.LongFunction;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Runs as many seeds as {@code -Dcoedit.histories} says, from {@code -Dcoedit.seed} on; with that
 * seed and one run a failure is replayed.
 */
class MembersSimulationTest {

  private static final int STEPS = 3_000;
  private static final int NAIVE_RUNS = 200;

  private final Logger logger = Logger.getLogger("coedit");

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
    int runs = Integer.getInteger("coedit.histories", 100);
    long first = Long.getLong("coedit.seed", 1);
    long committed = 0;
    for (long seed = first; seed < first + runs; seed++) {
      World world = new World(seed, true);
      try {
        world.run(STEPS);
      } catch (Violation | RuntimeException broken) {
        throw new AssertionError(
            "-Dcoedit.histories=1 -Dcoedit.seed=" + seed + ": " + broken, broken);
      }
      committed += world.log.committed;
    }
    System.out.printf("seeds %d to %d: %d commits%n", first, first + runs - 1, committed);
    assertTrue(committed > runs * 10L, "too little happened: " + committed);
  }

  @Test
  void withoutTheFenceTheSimulationFindsAViolation() {
    findsAViolation("without the fence", seed -> new World(seed, false));
  }

  /** INV-11: messages about changed grants alone are not enough. */
  @Test
  void withGrantsThatEndNoLeaseTheSimulationFindsAViolation() {
    String found = findsAViolation("told of grants only", seed -> new World(seed, true, false));
    assertTrue(found.contains("INV-11"), found);
  }

  private static String findsAViolation(String what, LongFunction<World> naive) {
    for (long seed = 1; seed <= NAIVE_RUNS; seed++) {
      try {
        naive.apply(seed).run(STEPS);
      } catch (Violation found) {
        System.out.printf("%s, seed %d: %s%n", what, seed, found.getMessage());
        return String.valueOf(found.getMessage());
      }
    }
    return fail("a protocol " + what + " passed " + NAIVE_RUNS + " runs");
  }
}
