package coedit.web.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RatesTest {

  private long nanos;
  private final Rates rates = new Rates(10, 20, () -> nanos);

  private int taken(String user) {
    int taken = 0;
    while (taken < 1_000 && rates.take(user)) {
      taken++;
    }
    return taken;
  }

  @Test
  void aBurstPassesAndThenSoManyPerSecond() {
    assertTrue(taken("alice") == 20);
    nanos += Duration.ofSeconds(1).toNanos();
    assertTrue(taken("alice") == 10);
    nanos += Duration.ofMinutes(5).toNanos();
    assertTrue(taken("alice") == 20);
  }

  @Test
  void oneUsersHasteCostsNobodyElse() {
    taken("mallory");
    assertFalse(rates.take("mallory"));
    assertTrue(rates.take("alice"));
  }

  /** A question is free, and nobody is remembered for it. */
  @Test
  void whetherOnceMoreIsToldWithoutCounting() {
    assertTrue(rates.has("alice"));
    assertEquals(0, rates.names());
    taken("alice");
    assertFalse(rates.has("alice"));
    nanos += Duration.ofMillis(100).toNanos();
    assertTrue(rates.has("alice"));
    assertTrue(rates.has("alice"));
    assertTrue(taken("alice") == 1);
  }

  /** An issuer's user may have any name: one that is like another's takes nothing from it. */
  @Test
  void aNameThatIsLikeAnotherSignsInByItself() {
    Exempt nobody = new Exempt(Set.of(), Set.of());
    RequestRates all = new RequestRates(rates, rates, new Rates(1, 1, () -> nanos), nobody);
    assertTrue(all.admitSignIn("\u00c4dmin"));
    assertFalse(all.maySignIn("\u00c4dmin") || all.admitSignIn("\u00c4dmin"));
    assertTrue(all.maySignIn("admin") && all.admitSignIn("admin"));
    assertFalse(all.maySignIn("admin  "), "as a database passes over these");
  }

  @Test
  void lessThanOnePerSecondIsPossible() {
    Rates seldom = new Rates(1 / 3.0, 1, () -> nanos);
    assertTrue(seldom.take("alice"));
    nanos += Duration.ofSeconds(2).toNanos();
    assertFalse(seldom.take("alice"));
    nanos += Duration.ofMillis(1_001).toNanos();
    assertTrue(seldom.take("alice"));
  }

  @Test
  void aLimitOfNothingIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Rates(0, 1, () -> 0));
  }
}
