package coedit.core.simulation;

import org.jspecify.annotations.Nullable;

/**
 * What was found to be wrong in a run. The servers outlive whatever is thrown at them, as they have
 * to, so throwing alone would not end the run: the first violation is kept too.
 */
final class Violations {

  private @Nullable Violation first;

  void unless(boolean holds, String what) {
    unless(holds, what, "");
  }

  /** What it is about is put into words only if it does not hold. */
  void unless(boolean holds, String what, Object about) {
    if (!holds) {
      throw found(what, about);
    }
  }

  /** To be thrown. */
  Violation found(String what, @Nullable Object about) {
    Violation found = new Violation(what + about);
    if (first == null) {
      first = found;
    }
    return found;
  }

  /** Throws the first one, if there is one. */
  void check() {
    if (first != null) {
      throw first;
    }
  }
}
