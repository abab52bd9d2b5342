package coedit.testkit;

import java.util.Random;
import java.util.stream.LongStream;

/**
 * How randomised tests get their seeds, the same for all of them: {@code -Dcoedit.histories=n} sets
 * how many random histories each runs, {@code -Dcoedit.seed=s} the seed of the first. Seeds are
 * printed on start, and the one that failed stands in the failure.
 */
public final class Seeds {

  private static final int DEFAULT_ROUNDS = 200;
  private static final long DEFAULT_SEED = 20_260_101L;

  private Seeds() {}

  /** One round of a test. */
  @FunctionalInterface
  public interface Round {
    void run(Random random);
  }

  /** How many histories a test runs that usually runs so many. */
  public static int histories(int usual) {
    return Integer.getInteger("coedit.histories", usual);
  }

  /** The first seed of a test that usually starts with this one. */
  public static long first(long usual) {
    return Long.getLong("coedit.seed", usual);
  }

  /** Three seeds in a row, for tests that make a long history of each. */
  public static LongStream three() {
    long first = first(1);
    return LongStream.range(first, first + 3);
  }

  /** What to call Maven with to see a failure again. */
  public static String toRepeat(long seed) {
    return "repeat with -Dcoedit.histories=1 -Dcoedit.seed=" + seed;
  }

  /** Runs a test with usual cost, each round with its own seed. */
  public static void forEach(String name, Round round) {
    long first = first(DEFAULT_SEED);
    int rounds = histories(DEFAULT_ROUNDS);
    System.out.printf("%s: %d rounds from seed %d%n", name, rounds, first);
    for (long seed = first; seed < first + rounds; seed++) {
      try {
        round.run(new Random(seed));
      } catch (RuntimeException | AssertionError failure) {
        throw new AssertionError(name + " failed; " + toRepeat(seed), failure);
      }
    }
  }
}
