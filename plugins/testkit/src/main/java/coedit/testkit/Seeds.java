package coedit.testkit;

import java.nio.file.Path;
import java.util.Random;
import java.util.stream.LongStream;

/**
 * How randomised tests get their seeds, the same for all of them: {@code -Dcoedit.histories=n} sets
 * how many random histories each runs, {@code -Dcoedit.seed=s} the seed of the first. Without it
 * every run takes seeds that none had before. They are printed on start, and a failure says how to
 * see it again.
 */
public final class Seeds {

  private static final int DEFAULT_ROUNDS = 200;

  /** Of this run; small enough that JavaScript counts on from it exactly. */
  private static final long FIRST = Long.getLong("coedit.seed", new Random().nextInt(1 << 30));

  private Seeds() {}

  /** One round of a test. */
  @FunctionalInterface
  public interface Round {
    void run(Random random);
  }

  /** One round of a test that draws from the seed by itself. */
  @FunctionalInterface
  public interface SeededRound {
    void run(long seed) throws Exception;
  }

  /** How many histories a test runs that usually runs so many. */
  public static int histories(int usual) {
    return Integer.getInteger("coedit.histories", usual);
  }

  /** The first seed of this run. */
  public static long first() {
    return FIRST;
  }

  /** Three seeds in a row, for tests that make a long history of each. */
  public static LongStream three() {
    return LongStream.range(FIRST, FIRST + 3);
  }

  /** Runs a test with usual cost, each round with its own seed. */
  public static void forEach(String name, Round round) {
    forEach(name, DEFAULT_ROUNDS, seed -> round.run(new Random(seed)));
  }

  /**
   * Runs a test, each round with its own seed.
   *
   * @param name the test's method
   * @param usual how many rounds it has unless told otherwise
   */
  public static void forEach(String name, int usual, SeededRound round) {
    int rounds = histories(usual);
    System.out.printf("%s: %d rounds from seed %d%n", name, rounds, FIRST);
    for (long seed = FIRST; seed < FIRST + rounds; seed++) {
      try {
        round.run(seed);
      } catch (Exception | AssertionError failure) {
        throw new AssertionError(name + " failed; " + toRepeat(name, seed), failure);
      }
    }
  }

  private static String toRepeat(String name, long seed) {
    Path module = Path.of("").toAbsolutePath();
    Path parent = module.getParent();
    return "repeat with mvn -pl %s/%s -am verify '-Dtest=*#%s' -Dsurefire.failIfNoSpecifiedTests=false"
            .formatted(parent == null ? "" : parent.getFileName(), module.getFileName(), name)
        + " -Dcoedit.histories=1 -Dcoedit.seed="
        + seed;
  }
}
