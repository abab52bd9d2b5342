package coedit.core.simulation;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * One run of a {@link World}, to be played again exactly.
 *
 * @param seed of every chance
 * @param steps how long the stormy time is
 * @param troubles what may go wrong in it
 * @param shortCalm whether the calm ends as soon as everybody has seen everything
 * @param server which server crashes besides, in its first life
 * @param crashAt at which of the points where it may; -1 for never
 */
record Plan(
    long seed, int steps, Set<Trouble> troubles, boolean shortCalm, int server, int crashAt) {

  Plan {
    EnumSet<Trouble> inOrder = EnumSet.noneOf(Trouble.class);
    inOrder.addAll(troubles);
    troubles = Collections.unmodifiableSet(inOrder);
  }

  /** Everything may go wrong. */
  Plan(long seed, int steps) {
    this(seed, steps, EnumSet.allOf(Trouble.class));
  }

  Plan(long seed, int steps, Set<Trouble> troubles) {
    this(seed, steps, troubles, false, 0, -1);
  }

  Plan untilRest() {
    return new Plan(seed, steps, troubles, true, server, crashAt);
  }

  Plan crashing(int which, int at) {
    return new Plan(seed, steps, troubles, shortCalm, which, at);
  }

  private Plan lasting(int fewer) {
    return new Plan(seed, fewer, troubles, shortCalm, server, crashAt);
  }

  boolean has(Trouble trouble) {
    return troubles.contains(trouble);
  }

  /**
   * A plan that fails too, and is shorter and simpler: first fewer steps, then fewer kinds of
   * trouble, then fewer steps once more.
   *
   * @param fails whether a plan fails; this one does
   */
  Plan shrunk(Predicate<Plan> fails) {
    return shorter(fails).calmer(fails).shorter(fails);
  }

  /** Failing is not monotonous in the number of steps, so the search is only greedy. */
  private Plan shorter(Predicate<Plan> fails) {
    Plan best = this;
    for (int less = best.steps / 2; less > 0; less /= 2) {
      Plan candidate = best.lasting(best.steps - less);
      while (candidate.steps > 0 && fails.test(candidate)) {
        best = candidate;
        candidate = best.lasting(best.steps - less);
      }
    }
    return best;
  }

  private Plan calmer(Predicate<Plan> fails) {
    Plan best = this;
    for (Trouble trouble : troubles) {
      Set<Trouble> fewer = EnumSet.noneOf(Trouble.class);
      fewer.addAll(best.troubles);
      fewer.remove(trouble);
      Plan candidate = new Plan(seed, steps, fewer, shortCalm, server, best.crashAt);
      if (fails.test(candidate)) {
        best = candidate;
      }
    }
    Plan uncrashed = best.crashing(0, -1);
    return best.crashAt >= 0 && fails.test(uncrashed) ? uncrashed : best;
  }

  /** As Java, to be put into a test. */
  @Override
  public String toString() {
    String names =
        troubles.stream().map(each -> "Trouble." + each).collect(Collectors.joining(", "));
    return "new Plan(%d, %d, Set.of(%s))%s%s"
        .formatted(
            seed,
            steps,
            names,
            shortCalm ? ".untilRest()" : "",
            crashAt < 0 ? "" : ".crashing(%d, %d)".formatted(server, crashAt));
  }

  /** A named test that plays it, to be pasted into {@link MembersSimulationTest}. */
  String asTest(String name) {
    return """
          @Test
          void %s() {
            play(%s);
          }
        """
        .formatted(name, this);
  }
}
