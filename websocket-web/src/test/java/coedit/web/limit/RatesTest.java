package coedit.web.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
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
