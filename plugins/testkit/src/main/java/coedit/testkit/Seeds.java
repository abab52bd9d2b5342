package coedit.testkit;

import java.util.Random;

/**
 * Runs a randomised test many times, each round from its own seed. {@code
 * -Dcoedit.test.iterations=n} sets the number of rounds, {@code -Dcoedit.test.seed=s} the first
 * seed; the first seed is printed on start and the failing one stands in the failure.
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

  /** The number of rounds that a test with usual cost runs. */
  public static int rounds() {
    return Integer.getInteger("coedit.test.iterations", DEFAULT_ROUNDS);
  }

  /** Runs {@link #rounds} rounds. */
  public static void forEach(String name, Round round) {
    long first = Long.getLong("coedit.test.seed", DEFAULT_SEED);
    System.out.printf("%s: %d rounds from seed %d%n", name, rounds(), first);
    for (int i = 0; i < rounds(); i++) {
      long seed = first + i;
      try {
        round.run(new Random(seed));
      } catch (RuntimeException | AssertionError failure) {
        throw new AssertionError(
            name + " failed; repeat with -Dcoedit.test.iterations=1 -Dcoedit.test.seed=" + seed,
            failure);
      }
    }
  }
}
