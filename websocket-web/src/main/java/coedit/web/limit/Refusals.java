package coedit.web.limit;

/** Hears of everything that a limit kept out. */
@FunctionalInterface
public interface Refusals {

  /**
   * Counts one.
   *
   * @param limit which, as {@code docs/operations.md} names it
   */
  void count(String limit);
}
