package coedit.web.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coedit.core.service.Participant;
import coedit.core.service.SessionRecord;
import coedit.core.service.SessionRecord.Begun;
import coedit.core.service.SessionRecord.Vouching;
import coedit.core.service.SessionService;
import coedit.web.auth.SignedIn;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FreshSignInTest {

  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration FRESH = Duration.ofMinutes(10);
  private static final Participant ALICE = new Participant("alice", "Alice", Set.of(), false);

  /** A store with one sign-in that is so old. */
  private static SessionService storeWith(Duration age) {
    SessionRecord stored =
        new SessionRecord(
            "family",
            ALICE,
            NOW.plus(Duration.ofHours(1)),
            "hash",
            Optional.empty(),
            NOW,
            new Begun(NOW, NOW.minus(age), "192.0.2.1", "Browser/1", Vouching.PASSWORD));
    return (SessionService)
        Proxy.newProxyInstance(
            FreshSignInTest.class.getClassLoader(),
            new Class<?>[] {SessionService.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "now" -> NOW;
                  case "find" -> Optional.of(stored).filter(s -> s.id().equals(arguments[0]));
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private static boolean isOld(SignedIn who, Duration ageInStore) {
    return FreshSignIn.isOld(who, FRESH, storeWith(ageInStore));
  }

  @Test
  void ofASignInHereTheStoreKnowsSinceWhen() {
    SignedIn who = new SignedIn(ALICE, "family", NOW.plusSeconds(60));
    assertEquals(false, isOld(who, FRESH));
    assertEquals(true, isOld(who, FRESH.plusSeconds(1)));
  }

  @Test
  void ofATokenFromElsewhereItSaysSinceWhen() {
    assertEquals(false, isOld(provenBefore(FRESH), Duration.ZERO));
    assertEquals(true, isOld(provenBefore(FRESH.plusSeconds(1)), Duration.ZERO));
  }

  private static SignedIn provenBefore(Duration age) {
    return new SignedIn(
        ALICE, "jwt:7", NOW.plusSeconds(60), Optional.empty(), Optional.of(NOW.minus(age)));
  }
}
