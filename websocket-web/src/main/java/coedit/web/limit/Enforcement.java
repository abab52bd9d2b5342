package coedit.web.limit;

import java.util.Set;

/**
 * How limits are kept.
 *
 * @param exempt whom those of users and addresses do not hold for
 * @param refusals hears of everything that was kept out
 */
public record Enforcement(Exempt exempt, Refusals refusals) {

  /** Nobody is exempt, and nobody counts. */
  public static Enforcement strict() {
    return new Enforcement(new Exempt(Set.of(), Set.of()), limit -> {});
  }

  /** Counts what was kept out. */
  public void refused(String limit) {
    refusals.count(limit);
  }
}
