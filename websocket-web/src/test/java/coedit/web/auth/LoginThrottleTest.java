package coedit.web.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.core.service.BusyException;
import coedit.web.auth.LoginThrottle.By;
import coedit.web.limit.FoldedName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {

  private static final String PROXY = "127.0.0.1";

  private final SettableClock clock = new SettableClock();
  private final LoginThrottle throttle = new LoginThrottle(clock::nanoTime, Set.of(PROXY));

  @Test
  void refusesTheSixthFailureOfAUserWithinAMinute() {
    for (int i = 0; i < 5; i++) {
      assertTrue(admit("alice", "10.0.0." + i));
    }
    assertFalse(admit("Alice", "10.0.0.9"));
    assertTrue(admit("bob", "10.0.0.9"));
    clock.advance(LoginThrottle.WINDOW.plusSeconds(1));
    assertTrue(admit("alice", "10.0.0.9"));
  }

  @Test
  void refusesTheTwentyFirstFailureFromAnAddress() {
    int admitted = 0;
    for (int i = 0; i < 30; i++) {
      admitted += admit("user" + i, "10.0.0.1") ? 1 : 0;
    }
    assertEquals(20, admitted);
    assertTrue(admit("user0", "10.0.0.2"));
  }

  /** As when an office signs in at nine: nobody was wrong, and nobody has to wait a minute. */
  @Test
  void whoMeetsManyThatAreBeingLookedAtIsToldToComeAgainAtOnce() {
    assertEquals(Optional.of(true), nested(5));
    assertThrows(BusyException.class, () -> nested(6));
    assertEquals(Optional.of(true), nested(5), "nothing is left of them");
    assertTrue(admit("alice", "10.0.0.1"));
    assertEquals(Optional.of(true), nested(4));
    assertThrows(BusyException.class, () -> nested(5));
  }

  /** So many sign-ins of one name, each looked at while the one before is. */
  private Optional<Boolean> nested(int depth) {
    return throttle.attempt(
        By.ANYBODY,
        "alice",
        "10.0.0.2",
        () -> depth == 1 || nested(depth - 1).orElseThrow(),
        right -> right);
  }

  /** Whatever a directory or a database takes for the same name. */
  @Test
  void spellingsOfOneNameShareItsAttempts() {
    List<String> spellings =
        List.of(
            "gwen",
            "GWEN",
            " gwen  ",
            "gw\u00adEn",
            "\uff47wen",
            "gw\u00e9n",
            "g\u200bwen",
            "gwe\u0301n");
    int admitted = 0;
    for (int i = 0; i < spellings.size(); i++) {
      admitted += admit(spellings.get(i), "10.0.0." + i) ? 1 : 0;
    }
    assertEquals(5, admitted);
    assertEquals("i", FoldedName.of("\u0130"));
    assertEquals(FoldedName.of("STRASSE"), FoldedName.of("stra\u00dfe"));
  }

  /** They differ in what is a vowel there, and no accent. */
  @Test
  void namesInScriptsWhoseVowelsAreSignsAreDifferent() {
    assertNotEquals(FoldedName.of("\u0930\u092e\u093e"), FoldedName.of("\u0930\u092e\u0940"));
    assertNotEquals(FoldedName.of("\u0e01\u0e34"), FoldedName.of("\u0e01\u0e35"));
    assertNotEquals(FoldedName.of("\u0bb0\u0bbe"), FoldedName.of("\u0bb0\u0bbf"));
    assertEquals(FoldedName.of("\u05d0\u05b7"), FoldedName.of("\u05d0"), "points are left out");
    assertEquals(FoldedName.of("\u0628\u064e"), FoldedName.of("\u0628"));
  }

  @Test
  void aLongNameTakesNoMoreRoomThanOthers() {
    assertEquals(100, FoldedName.of("\ufdfa".repeat(200)).length());
  }

  @Test
  void successesDoNotCount() {
    for (int i = 0; i < 100; i++) {
      assertEquals(Optional.of(true), attempt("alice", "10.0.0.1", () -> true));
    }
    assertEquals(0, throttle.size());
  }

  private Optional<Boolean> attempt(String user, String address, Supplier<Boolean> look) {
    return throttle.attempt(By.ANYBODY, user, address, look, right -> right);
  }

  /** Somebody guesses wrong; false when that is not even looked at. */
  private boolean admit(String user, String address) {
    return attempt(user, address, () -> false).isPresent();
  }

  /** A stranger's guessing keeps nobody who is signed in from changing the password. */
  @Test
  void whoIsSignedInHasMistakesOfTheirOwn() {
    for (int i = 0; i < 5; i++) {
      assertTrue(admit("alice", "192.0.2.1"));
    }
    assertFalse(admit("alice", "192.0.2.2"));
    for (int i = 0; i < 5; i++) {
      assertEquals(Optional.of(false), changes("alice", false));
    }
    assertEquals(Optional.empty(), changes("alice", true), "nor may these go on guessing");
  }

  private Optional<Boolean> changes(String user, boolean right) {
    return throttle.attempt(By.OWNER, user, "192.0.2.3", () -> right, it -> it);
  }

  /** The database or the directory is away: whoever tries again and again has guessed nothing. */
  @Test
  void whatNobodyCouldLookAtDoesNotCount() {
    Supplier<Boolean> away =
        () -> {
          throw new IllegalStateException("away");
        };
    for (int i = 0; i < 100; i++) {
      assertThrows(IllegalStateException.class, () -> attempt("alice", "10.0.0.1", away));
    }
    for (int i = 0; i < 5; i++) {
      assertEquals(Optional.of(false), attempt("alice", "10.0.0.1", () -> false));
    }
    assertEquals(Optional.empty(), attempt("alice", "10.0.0.1", () -> true));
  }

  /** One stranger's guessing keeps nobody else behind it out. */
  @Test
  void aProxyThatIsExemptIsNobodysAddress() {
    for (int i = 0; i < 100; i++) {
      assertEquals(Optional.of(false), attempt("user" + i, PROXY, () -> false));
    }
    for (int i = 0; i < 5; i++) {
      assertEquals(Optional.of(false), attempt("alice", PROXY, () -> false));
    }
    assertEquals(Optional.empty(), attempt("alice", PROXY, () -> true), "a name is a name");
    assertEquals(Optional.of(true), attempt("bob", PROXY, () -> true));
  }

  @Test
  void whoHasManyAddressesOfOneNetworkHasOneToGuessFrom() {
    int admitted = 0;
    for (int i = 0; i < 30; i++) {
      admitted += admit("user" + i, "2001:db8::" + i) ? 1 : 0;
    }
    assertEquals(20, admitted);
    assertTrue(admit("user0", "2001:db8:0:1::1"));
  }

  @Test
  void manyGuessersKeepNobodyElseOut() {
    for (int i = 0; i < 5; i++) {
      assertTrue(admit("alice", "192.0.2.1"));
    }
    for (int i = 0; i < 30_000; i++) {
      assertTrue(admit("user" + i, "10.1." + i / 200 + "." + i % 200));
    }
    assertTrue(admit("bob", "192.0.2.2"));
    for (int i = 1; i < 5; i++) {
      assertTrue(admit("user29999", "192.0.2.3"));
    }
    assertFalse(admit("user29999", "192.0.2.4"), "the latest are remembered");
  }
}
