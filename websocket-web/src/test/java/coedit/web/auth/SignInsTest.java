package coedit.web.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.core.service.AuditEvent;
import coedit.core.service.DegradedException;
import coedit.core.service.Participant;
import coedit.core.service.SessionRecord.Vouching;
import coedit.core.service.SessionService;
import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class SignInsTest {

  private static final Participant ALICE = new Participant("alice", "Alice", Set.of(), false);

  private final SettableClock clock = new SettableClock();
  private final InMemorySessions sessions = new InMemorySessions(clock);
  private final NotedEvents audit = new NotedEvents();
  private final List<String> refused = new ArrayList<>();
  private final Set<String> barred = new HashSet<>();
  private final List<Vouching> vouched = new ArrayList<>();
  private final SignIns signIns = signIns(false);

  private SignIns signIns(boolean reuseEndsAll) {
    AuthSettings settings =
        new AuthSettings(
            Duration.ofMinutes(10), Duration.ofHours(12), reuseEndsAll, 100, Optional.empty());
    return new SignIns(
        sessions,
        audit,
        settings,
        new SecureRandom(),
        (who, by) -> {
          vouched.add(by);
          return !barred.contains(who.user());
        },
        refused::add);
  }

  @Test
  void eachRenewalGivesANewToken() {
    String first = begin();
    String second = renew(first);
    assertNotEquals(first, second);
    clock.advance(Duration.ofHours(1));
    assertNotEquals(second, renew(second));
  }

  @Test
  void storesNoToken() {
    String token = begin();
    String id = signIns.sessionOf(token).orElseThrow();
    assertFalse(sessions.find(id).orElseThrow().toString().contains(token.split("\\.")[1]));
  }

  @Test
  void twoTabsMayRenewWithOneToken() {
    String token = begin();
    String second = renew(token);
    clock.advance(Duration.ofSeconds(9));
    assertTrue(signIns.renew(token, "192.0.2.1").orElseThrow().refreshToken().isEmpty());
    renew(second);
  }

  @Test
  void anOldTokenThatComesBackEndsTheSignIn() {
    String token = begin();
    String second = renew(token);
    clock.advance(Duration.ofSeconds(11));
    assertTrue(signIns.renew(token, "192.0.2.1").isEmpty());
    assertTrue(signIns.renew(second, "192.0.2.1").isEmpty());
  }

  @Test
  void anOldTokenThatComesBackEndsEverySignInOfItsOwnerIfThatIsWanted() {
    for (boolean all : new boolean[] {false, true}) {
      String elsewhere = begin();
      String token = begin();
      renew(token);
      clock.advance(Duration.ofSeconds(11));
      assertTrue(signIns(all).renew(token, "192.0.2.1").isEmpty());
      String id = signIns.sessionOf(elsewhere).orElseThrow();
      assertEquals(!all, sessions.find(id).isPresent());
    }
  }

  @Test
  void theAuditLogHasBeginningReuseAndEnd() {
    String token = begin();
    renew(renew(token));
    signIns.renew(token, "198.51.100.7");
    signIns.renew(token, "198.51.100.7");
    String other = signIns.sessionOf(begin()).orElseThrow();
    signIns.end(other, "admin", "192.0.2.2", "sign-in-ended");
    signIns.end(other, "admin", "192.0.2.2", "sign-in-ended");
    assertEquals(
        List.of(
            AuditEvent.of("sign-in", "alice", "192.0.2.1", ""),
            AuditEvent.of("refresh-reused", "alice", "198.51.100.7", "the sign-in was ended"),
            AuditEvent.of("sign-in", "alice", "192.0.2.1", ""),
            AuditEvent.of("sign-in-ended", "admin", "192.0.2.2", "of user alice")),
        audit.events());
  }

  @Test
  void aTokenTwoRenewalsOldEndsTheSignInAtOnce() {
    String first = begin();
    String third = renew(renew(first));
    assertTrue(signIns.renew(first, "192.0.2.1").isEmpty());
    assertTrue(signIns.renew(third, "192.0.2.1").isEmpty());
  }

  @Test
  void whoseAccountIsDisabledRenewsNothing() {
    String token = begin();
    barred.add("alice");
    assertTrue(signIns.renew(token, "192.0.2.1").isEmpty());
    assertEquals(List.of(Vouching.ISSUER), vouched, "who has said so is told");
    barred.clear();
    assertTrue(signIns.renew(token, "192.0.2.1").isEmpty(), "it is over");
    assertEquals(
        AuditEvent.of(
            "sign-in-ended", "alice", "192.0.2.1", "the account or its groups are others now"),
        audit.events().get(1));
  }

  @Test
  void renewingDoesNotProlongTheSignIn() {
    String token = begin();
    clock.advance(Duration.ofHours(11));
    token = renew(token);
    clock.advance(Duration.ofHours(1));
    assertTrue(signIns.renew(token, "192.0.2.1").isEmpty());
  }

  @Test
  void anEndedSignInIsNotLiveAnyMore() {
    String id = signIns.sessionOf(begin()).orElseThrow();
    CachedLiveness liveness = new CachedLiveness(sessions, clock::nanoTime);
    assertTrue(liveness.isLiveNow(id));
    signIns.end(id, "alice", "", "sign-out");
    liveness.ended(id);
    assertFalse(liveness.isLiveNow(id));
    assertFalse(liveness.isLive(id));
  }

  @Test
  void anotherServerLearnsOfTheEndWithinSeconds() {
    String id = signIns.sessionOf(begin()).orElseThrow();
    CachedLiveness other = new CachedLiveness(sessions, clock::nanoTime);
    assertTrue(other.isLiveNow(id));
    signIns.end(id, "alice", "", "sign-out");
    clock.advance(CachedLiveness.BELIEVED);
    assertFalse(other.isLiveNow(id));
  }

  /** Opened at the last moment, looked after at once, closed by the scan after the next round. */
  @Test
  void aSocketThatIsOpenedAfterTheEndElsewhereIsClosedWithinFiveSeconds() {
    String id = signIns.sessionOf(begin()).orElseThrow();
    CachedLiveness other = new CachedLiveness(sessions, clock::nanoTime);
    assertTrue(other.isLiveNow(id));
    long ended = clock.nanoTime();
    signIns.end(id, "alice", "", "sign-out");
    clock.advance(CachedLiveness.BELIEVED.minusNanos(1));
    assertTrue(other.isLiveNow(id) && other.isLive(id), "believed until now");
    clock.advance(CachedLiveness.ROUND);
    other.refresh();
    clock.advance(Duration.ofSeconds(1));
    assertFalse(other.isLive(id));
    assertTrue(clock.nanoTime() - ended <= Duration.ofSeconds(4).toNanos(), "one for queries");
  }

  @Test
  void anotherServersSocketsLearnOfTheEndInTheNextRound() {
    String id = signIns.sessionOf(begin()).orElseThrow();
    String stays = signIns.sessionOf(begin()).orElseThrow();
    CachedLiveness other = new CachedLiveness(sessions, clock::nanoTime);
    assertTrue(other.isLive(id) && other.isLive(stays));
    other.refresh();
    assertTrue(other.isLive(id) && other.isLive(stays));
    signIns.end(id, "alice", "", "sign-out");
    clock.advance(CachedLiveness.ROUND);
    other.refresh();
    assertFalse(other.isLive(id));
    assertTrue(other.isLive(stays));
  }

  /** Its owner changes the password just then, and ends what there is: too early, or too late. */
  @Test
  void aSignInWhosePasswordIsChangedMeanwhileHasNotBegun() {
    assertEquals(Optional.empty(), begin(ALICE, () -> false));
    assertEquals(List.of(), sessions.ofUser("alice"));
    Optional<SignIns.Opened> seen =
        begin(ALICE, () -> signIns.endAll(List.of(), "alice", "", "alice", "").size() == 1);
    assertTrue(seen.isPresent(), "it could be found when that was asked");
    assertEquals(List.of(), sessions.ofUser("alice"));
    assertEquals(
        List.of("sign-in-failed", "sign-in-ended", "sign-in"),
        audit.events().stream().map(AuditEvent::name).toList());
  }

  @Test
  void whatTheStoreHasEndedWithAnAccountIsWrittenDown() {
    String kept = signIns.sessionOf(begin()).orElseThrow();
    String ended = signIns.sessionOf(begin()).orElseThrow();
    var before = sessions.ofUser("alice");
    sessions.end(ended);
    String late = signIns.sessionOf(begin()).orElseThrow();
    assertEquals(List.of(ended, late), signIns.endAll(before, "alice", kept, "admin", "192.0.2.2"));
    assertEquals(List.of(kept), sessions.ofUser("alice").stream().map(s -> s.id()).toList());
    AuditEvent noted = AuditEvent.of("sign-in-ended", "admin", "192.0.2.2", "of user alice");
    assertEquals(2, audit.events().stream().filter(noted::equals).count());
  }

  /** The query was under way when it was ended here. */
  @Test
  void aLateAnswerDoesNotBringAnEndedSignInBack() {
    String id = signIns.sessionOf(begin()).orElseThrow();
    List<CachedLiveness> here = new ArrayList<>();
    SessionService late =
        hearing(
            sessions,
            () -> {
              if (sessions.end(id)) {
                here.get(0).ended(id);
              }
            });
    here.add(new CachedLiveness(late, clock::nanoTime));
    assertTrue(here.get(0).isLive(id));
    here.get(0).refresh();
    assertFalse(here.get(0).isLive(id));
    clock.advance(CachedLiveness.BELIEVED);
    assertFalse(here.get(0).isLiveNow(id));
  }

  /** A database that is away for two minutes throws nobody out, and nobody stays for ever. */
  @Test
  void anOldAnswerIsNotBelievedForEver() {
    String id = signIns.sessionOf(begin()).orElseThrow();
    AtomicBoolean away = new AtomicBoolean(true);
    SessionService flaky =
        hearing(
            sessions,
            () -> {
              if (away.get()) {
                throw new DegradedException(new IllegalStateException("away"));
              }
            });
    CachedLiveness liveness = new CachedLiveness(flaky, clock::nanoTime);
    for (int second = 0; second < 300; second++) {
      assertTrue(liveness.isLive(id) && liveness.isKnown(id));
      assertThrows(DegradedException.class, liveness::refresh);
      clock.advance(CachedLiveness.ROUND);
    }
    clock.advance(CachedLiveness.UNKNOWN);
    assertTrue(liveness.isLive(id), "it is not known to have ended");
    assertFalse(liveness.isKnown(id));
    away.set(false);
    liveness.refresh();
    assertTrue(liveness.isLive(id) && liveness.isKnown(id));
  }

  private static SessionService hearing(SessionService sessions, Runnable answered) {
    return (SessionService)
        Proxy.newProxyInstance(
            SessionService.class.getClassLoader(),
            new Class<?>[] {SessionService.class},
            (proxy, method, arguments) -> {
              Object answer = method.invoke(sessions, arguments);
              if (method.getName().equals("live")) {
                answered.run();
              }
              return answer;
            });
  }

  @Test
  void oneSignInTooManyEndsTheOldest() {
    List<String> tokens = new ArrayList<>();
    for (int i = 0; i < 102; i++) {
      clock.advance(Duration.ofSeconds(1));
      tokens.add(begin());
    }
    begin(new Participant("bob", "Bob", Set.of(), false), () -> true).orElseThrow();
    List<Boolean> live =
        tokens.stream()
            .map(signIns::sessionOf)
            .map(id -> sessions.find(id.get()).isPresent())
            .toList();
    assertEquals(List.of(false, false, true), live.subList(0, 3));
    assertEquals(100, live.stream().filter(each -> each).count());
    AuditEvent ended =
        AuditEvent.of("sign-in-ended", "alice", "192.0.2.1", "the oldest of more than 100");
    assertEquals(2, audit.events().stream().filter(ended::equals).count());
    assertEquals(List.of("sign-ins-at-once", "sign-ins-at-once"), refused);
  }

  /** Somebody signs in again and again; the others' answers stay in memory. */
  @Test
  void manySignInsCostNobodyTheAnswerAboutTheirs() {
    String id = signIns.sessionOf(begin()).orElseThrow();
    AtomicInteger questions = new AtomicInteger();
    CachedLiveness liveness = new CachedLiveness(counting(sessions, questions), clock::nanoTime);
    assertTrue(liveness.isLiveNow(id));
    for (int i = 0; i < 50_000; i++) {
      assertFalse(liveness.isLiveNow("another " + i));
      if (i % 1_000 == 0) {
        assertTrue(liveness.isLiveNow(id));
      }
    }
    assertEquals(50_001, questions.get());
    assertEquals(20_000, liveness.size());
  }

  private static SessionService counting(SessionService sessions, AtomicInteger questions) {
    return (SessionService)
        Proxy.newProxyInstance(
            SessionService.class.getClassLoader(),
            new Class<?>[] {SessionService.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("find")) {
                questions.incrementAndGet();
              }
              return method.invoke(sessions, arguments);
            });
  }

  @Test
  void junkIsNoRefreshToken() {
    for (String junk : new String[] {"", ".", "a.", ".b", "nobody.secret", "x".repeat(999)}) {
      assertTrue(signIns.renew(junk, "192.0.2.1").isEmpty(), junk);
    }
  }

  @Test
  void onlyTheSignInsOwnCsrfValueMatches() {
    CsrfTokens csrf = new CsrfTokens(new byte[] {1, 2, 3});
    assertTrue(csrf.matches("s1", csrf.of("s1")));
    assertFalse(csrf.matches("s1", csrf.of("s2")));
    assertFalse(csrf.matches("s1", null));
    assertFalse(csrf.matches("s1", ""));
  }

  @Test
  void originsMatchByAddressAndByConfiguration() {
    Origins origins = new Origins(Set.of("https://docs.example.org"));
    assertTrue(origins.admits("http://LOCALHOST:9080", "http://localhost:9080"));
    assertTrue(origins.admits("https://a.example", "https://a.example:443"));
    assertTrue(origins.admits("https://docs.example.org", "http://10.0.0.1:9080"));
    assertFalse(origins.admits("http://localhost:9081", "http://localhost:9080"));
    assertFalse(origins.admits("https://docs.example.org.evil", "http://10.0.0.1:9080"));
    assertFalse(origins.admits("null", "http://localhost:9080"));
    assertFalse(origins.admits(null, "http://localhost:9080"));
  }

  /** What takes a new sign-in takes one at the issuer. */
  @Test
  void aSignInThatAnIssuerVouchesForIsAsOldAsTheProofThere() {
    Instant now = clock.instant();
    assertEquals(now.minusSeconds(60), provenAt(Optional.of(now.minusSeconds(60))));
    assertEquals(now, provenAt(Optional.of(now.plusSeconds(60))), "clocks differ");
    assertEquals(now, provenAt(Optional.empty()));
  }

  @Test
  void aSignInOfAnOldProofIsNotTheOldest() {
    String first = signIns.sessionOf(begin()).orElseThrow();
    for (int i = 0; i < 99; i++) {
      clock.advance(Duration.ofSeconds(1));
      begin();
    }
    clock.advance(Duration.ofSeconds(1));
    String proven = introduced(Optional.of(clock.instant().minus(Duration.ofHours(5))));
    assertTrue(sessions.find(first).isEmpty());
    clock.advance(Duration.ofSeconds(1));
    begin();
    assertTrue(sessions.find(proven).isPresent());
  }

  private Instant provenAt(Optional<Instant> proven) {
    var begun = sessions.find(introduced(proven)).orElseThrow().begun();
    assertEquals(clock.instant(), begun.at(), "its owner recognises it");
    return begun.provenAt();
  }

  private String introduced(Optional<Instant> proven) {
    SignInProof proof = new SignInProof(Vouching.ISSUER, proven);
    return signIns
        .begin(ALICE, proof, () -> true, "192.0.2.1", "Browser/1")
        .orElseThrow()
        .who()
        .sessionId();
  }

  private String begin() {
    var opened = begin(ALICE, () -> true).orElseThrow();
    assertEquals(clock.instant().plus(Duration.ofHours(12)), opened.who().expiresAt());
    return opened.refreshToken().orElseThrow();
  }

  private Optional<SignIns.Opened> begin(Participant who, BooleanSupplier isGood) {
    SignInProof proof = new SignInProof(Vouching.ISSUER, Optional.empty());
    return signIns.begin(who, proof, isGood, "192.0.2.1", "Browser/1");
  }

  private String renew(String token) {
    return signIns.renew(token, "192.0.2.1").orElseThrow().refreshToken().orElseThrow();
  }
}
