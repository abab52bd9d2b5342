package coedit.core.simulation;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One run of a {@link World}, to be played again exactly.
 *
 * @param seed of every chance
 * @param steps how long the stormy time is
 * @param troubles what may go wrong in it
 * @param crashAt the step at which the first server crashes besides; -1 for never
 */
record Plan(long seed, int steps, Set<Trouble> troubles, int crashAt) {

  Plan {
    EnumSet<Trouble> inOrder = EnumSet.noneOf(Trouble.class);
    inOrder.addAll(troubles);
    troubles = Collections.unmodifiableSet(inOrder);
  }

  /** Everything may go wrong. */
  Plan(long seed, int steps) {
    this(seed, steps, EnumSet.allOf(Trouble.class), -1);
  }

  Plan crashingAt(int step) {
    return new Plan(seed, steps, troubles, step);
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
      Plan candidate = new Plan(seed, best.steps - less, best.troubles, crashAt);
      while (candidate.steps > 0 && fails.test(candidate)) {
        best = candidate;
        candidate = new Plan(seed, best.steps - less, best.troubles, crashAt);
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
      Plan candidate = new Plan(seed, steps, fewer, crashAt);
      if (fails.test(candidate)) {
        best = candidate;
      }
    }
    return best;
  }
}
