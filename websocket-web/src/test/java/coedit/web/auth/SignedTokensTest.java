package coedit.web.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.core.service.Participant;
import coedit.web.auth.SignedTokens.Purpose;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.Test;

class SignedTokensTest {

  private static final byte[] KEY = SignedTokens.newKey();

  private final SettableClock clock = new SettableClock();
  private final SignedTokens tokens = new SignedTokens(KEY, clock);
  private final SignedIn alice =
      new SignedIn(
          new Participant("alice", "Alice A.", Set.of("writers"), false),
          "s1",
          clock.instant().plus(Duration.ofHours(1)));

  @Test
  void saysWhoSignedInAndUntilWhen() {
    var read = tokens.read(Purpose.ACCESS, access(Duration.ofMinutes(10))).orElseThrow();
    assertEquals(alice, read.who());
    assertEquals(clock.instant().plus(Duration.ofMinutes(10)), read.expiresAt());
  }

  @Test
  void isReadByAnotherServerWithTheSameKey() {
    SignedTokens other = new SignedTokens(KEY, clock);
    assertTrue(other.read(Purpose.ACCESS, access(Duration.ofMinutes(1))).isPresent());
    SignedTokens stranger = new SignedTokens(SignedTokens.newKey(), clock);
    assertFalse(stranger.read(Purpose.ACCESS, access(Duration.ofMinutes(1))).isPresent());
  }

  @Test
  void endsHalfAMinuteAfterItsTimeAtTheLatest() {
    String token = access(Duration.ofMinutes(10));
    clock.advance(Duration.ofMinutes(10).plusSeconds(29));
    assertTrue(tokens.read(Purpose.ACCESS, token).isPresent());
    clock.advance(Duration.ofSeconds(2));
    assertFalse(tokens.read(Purpose.ACCESS, token).isPresent());
  }

  @Test
  void neverOutlivesTheSignIn() {
    var read = tokens.read(Purpose.ACCESS, access(Duration.ofHours(9))).orElseThrow();
    assertEquals(alice.expiresAt(), read.expiresAt());
  }

  @Test
  void refusesATokenThatIsNotYetGood() {
    String token = access(Duration.ofMinutes(10));
    clock.advance(Duration.ofSeconds(-40));
    assertFalse(tokens.read(Purpose.ACCESS, token).isPresent());
  }

  @Test
  void refusesATicketAsAnAccessToken() {
    String ticket = tokens.issue(Purpose.TICKET, alice, Duration.ofMinutes(1), Optional.empty());
    assertFalse(tokens.read(Purpose.ACCESS, ticket).isPresent());
  }

  @Test
  void refusesChangedClaims() {
    String[] parts = access(Duration.ofMinutes(10)).split("\\.");
    String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
    assertTrue(claims.contains("\"admin\":false"));
    String forged = encode(claims.replace("\"admin\":false", "\"admin\":true"));
    assertFalse(tokens.read(Purpose.ACCESS, parts[0] + "." + forged + "." + parts[2]).isPresent());
  }

  @Test
  void refusesOtherAlgorithms() throws Exception {
    String claims =
        new String(
            Base64.getUrlDecoder().decode(access(Duration.ofMinutes(1)).split("\\.")[1]),
            StandardCharsets.UTF_8);
    String unsigned = encode("{\"alg\":\"none\"}") + "." + encode(claims) + ".";
    assertFalse(tokens.read(Purpose.ACCESS, unsigned).isPresent());
    JsonWebSignature confused = new JsonWebSignature();
    confused.setPayload(claims);
    confused.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
    PublicJsonWebKey key =
        PublicJsonWebKey.Factory.newPublicJwk(new String(KEY, StandardCharsets.UTF_8));
    confused.setKey(new HmacKey(key.getPublicKey().getEncoded()));
    assertFalse(tokens.read(Purpose.ACCESS, confused.getCompactSerialization()).isPresent());
  }

  @Test
  void refusesJunk() {
    for (String junk : new String[] {"", ".", "a.b.c", "null", "x".repeat(10_000)}) {
      assertFalse(tokens.read(Purpose.ACCESS, junk).isPresent(), junk);
    }
  }

  @Test
  void aTicketIsGoodOnceAndForHalfAMinute() {
    Tickets tickets = new Tickets(tokens, new InMemorySessions(clock));
    String ticket = tickets.issue(alice, Optional.of("d1"));
    assertTrue(tickets.redeem(ticket, Optional.of("d2")).isEmpty());
    SignedIn redeemed = tickets.redeem(ticket, Optional.of("d1")).orElseThrow().who();
    assertEquals(alice.participant(), redeemed.participant());
    assertTrue(redeemed.mayOpen("d1"));
    assertFalse(redeemed.mayOpen("d2"));
    assertTrue(tickets.redeem(ticket, Optional.of("d1")).isEmpty());
    String slow = tickets.issue(alice, Optional.empty());
    String late = tickets.issue(alice, Optional.empty());
    clock.advance(Tickets.LIFETIME.minusSeconds(1));
    assertTrue(tickets.redeem(slow, Optional.empty()).isPresent());
    clock.advance(Duration.ofSeconds(1));
    assertTrue(tickets.redeem(late, Optional.empty()).isEmpty());
  }

  @Test
  void aTicketPassesAtAServerWhoseClockIsBehind() {
    Tickets tickets = new Tickets(tokens, new InMemorySessions(clock));
    String ticket = tickets.issue(alice, Optional.empty());
    clock.advance(Duration.ofSeconds(-3));
    assertEquals(alice, tickets.redeem(ticket, Optional.of("d1")).orElseThrow().who());
  }

  private String access(Duration lifetime) {
    return tokens.issue(Purpose.ACCESS, alice, lifetime, Optional.empty());
  }

  private static String encode(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
