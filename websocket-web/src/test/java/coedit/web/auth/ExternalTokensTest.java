package coedit.web.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.Config;
import org.jose4j.jwe.JsonWebEncryption;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each setting of MicroProfile JWT that is offered, and an issuer that changes its keys. */
class ExternalTokensTest {

  private static final String ISSUER = "https://issuer.example";
  private static final PublicJsonWebKey FIRST = rsa("first");
  private static final PublicJsonWebKey SECOND = rsa("second");

  private final SettableClock clock = new SettableClock();
  private final Map<String, String> settings =
      new HashMap<>(Map.of("issuer", ISSUER, "audiences", "coedit,docs", "publickey", pem(FIRST)));

  private static PublicJsonWebKey rsa(String id) {
    try {
      PublicJsonWebKey key = RsaJwkGenerator.generateJwk(2_048);
      key.setKeyId(id);
      return key;
    } catch (JoseException unsupported) {
      throw new IllegalStateException(unsupported);
    }
  }

  private static String pem(PublicJsonWebKey key) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(key.getPublicKey().getEncoded())
        + "\n-----END PUBLIC KEY-----";
  }

  private static String json(PublicJsonWebKey key) {
    return key.toJson(OutputControlLevel.PUBLIC_ONLY);
  }

  private Config config() {
    return (Config)
        Proxy.newProxyInstance(
            ExternalTokensTest.class.getClassLoader(),
            new Class<?>[] {Config.class},
            (proxy, method, arguments) -> {
              Optional<String> text =
                  Optional.ofNullable(
                      settings.get(((String) arguments[0]).replace("mp.jwt.verify.", "")));
              if (method.getName().equals("getOptionalValues")) {
                return text.map(all -> List.of(all.split(",")));
              }
              return arguments[1] == Integer.class ? text.map(Integer::valueOf) : text;
            });
  }

  private String token(PublicJsonWebKey key, String algorithm, Consumer<JwtClaims> change)
      throws JoseException {
    long now = clock.millis() / 1_000;
    JwtClaims claims = new JwtClaims();
    claims.setIssuer(ISSUER);
    claims.setAudience("coedit");
    claims.setSubject("4711");
    claims.setIssuedAt(NumericDate.fromSeconds(now));
    claims.setExpirationTime(NumericDate.fromSeconds(now + 300));
    change.accept(claims);
    JsonWebSignature signature = new JsonWebSignature();
    signature.setPayload(claims.toJson());
    signature.setAlgorithmHeaderValue(algorithm);
    signature.setKeyIdHeaderValue(key.getKeyId());
    signature.setKey(key.getPrivateKey());
    return signature.getCompactSerialization();
  }

  private String token(Consumer<JwtClaims> change) throws JoseException {
    return token(FIRST, "RS256", change);
  }

  private Optional<String> user(String token) {
    return read(token).map(verified -> verified.who().participant().user());
  }

  private Optional<SignedTokens.Verified> read(String token) {
    return new ExternalTokens(
            ExternalIssuer.read(config()),
            groups -> groups.contains("operators"),
            "admin"::equals,
            clock)
        .read(token);
  }

  @Test
  void withoutAnIssuerNoTokenIsGood() throws JoseException {
    settings.remove("issuer");
    assertEquals(Optional.empty(), user(token(claims -> {})));
  }

  @Test
  void theIssuerIsTheOneThatIsSet() throws JoseException {
    assertEquals(Optional.of("4711"), user(token(claims -> {})));
    assertEquals(Optional.empty(), user(token(claims -> claims.setIssuer(ISSUER + "/"))));
  }

  @Test
  void oneOfTheAudiencesIsEnough() throws JoseException {
    assertEquals(Optional.of("4711"), user(token(claims -> claims.setAudience("another", "docs"))));
    assertEquals(Optional.empty(), user(token(claims -> claims.setAudience("another"))));
    settings.remove("audiences");
    assertThrows(IllegalArgumentException.class, () -> ExternalIssuer.read(config()));
  }

  @Test
  void aKeyIsGivenAsPemOrJwkOrJwks() throws JoseException {
    for (String given :
        List.of(pem(FIRST), json(FIRST), "{\"keys\":[" + json(SECOND) + "," + json(FIRST) + "]}")) {
      settings.put("publickey", given);
      assertEquals(Optional.of("4711"), user(token(claims -> {})), given);
      settings.put(
          "publickey", given.replace(json(FIRST), json(SECOND)).replace(pem(FIRST), pem(SECOND)));
      assertEquals(Optional.empty(), user(token(claims -> {})), given);
    }
    settings.put("publickey", "nonsense");
    assertThrows(IllegalArgumentException.class, () -> read("any"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384"})
  void theAlgorithmIsTheOneThatIsSet(String algorithm) throws JoseException {
    PublicJsonWebKey key =
        switch (algorithm) {
          case "ES256" -> EcJwkGenerator.generateJwk(EllipticCurves.P256);
          case "ES384" -> EcJwkGenerator.generateJwk(EllipticCurves.P384);
          default -> FIRST;
        };
    settings.put("publickey", pem(key));
    settings.put("publickey.algorithm", algorithm);
    assertEquals(Optional.of("4711"), user(token(key, algorithm, claims -> {})));
    String another = algorithm.startsWith("PS") ? "RS256" : "PS256";
    assertEquals(Optional.empty(), user(token(FIRST, another, claims -> {})));
  }

  @ParameterizedTest
  @ValueSource(strings = {"HS256", "none", "RSA-OAEP", ""})
  void whatIsNoSignatureByAPrivateKeyIsNoSetting(String algorithm) throws JoseException {
    settings.put("publickey.algorithm", algorithm);
    if (algorithm.isEmpty()) {
      assertEquals(Optional.of("4711"), user(token(claims -> {})), "as if it were not set");
    } else {
      assertThrows(IllegalArgumentException.class, () -> ExternalIssuer.read(config()));
    }
  }

  @Test
  void clocksMayDifferByThirtySecondsOrWhatIsSet() throws JoseException {
    String token = token(claims -> {});
    clock.advance(Duration.ofSeconds(300 + 29));
    assertEquals(Optional.of("4711"), user(token));
    clock.advance(Duration.ofSeconds(2));
    assertEquals(Optional.empty(), user(token));
    settings.put("clock.skew", "60");
    assertEquals(Optional.of("4711"), user(token));
  }

  @Test
  void aTokenIsNotOlderThanIsSet() throws JoseException {
    String token = token(claims -> {});
    clock.advance(Duration.ofSeconds(200));
    assertEquals(Optional.of("4711"), user(token));
    settings.put("token.age", "100");
    assertEquals(Optional.empty(), user(token));
    settings.put("token.age", "250");
    assertEquals(Optional.of("4711"), user(token));
  }

  @Test
  void namesAndGroupsAreWhereMicroProfileHasThem() throws JoseException {
    assertEquals(
        Optional.of("ines"),
        user(
            token(
                claims -> {
                  claims.setStringClaim("upn", "ines");
                  claims.setStringClaim("preferred_username", "i");
                })));
    assertEquals(
        Optional.of("i"), user(token(claims -> claims.setStringClaim("preferred_username", "i"))));
    SignedIn operator =
        read(token(claims -> claims.setStringListClaim("groups", "operators", "b")))
            .orElseThrow()
            .who();
    assertTrue(operator.participant().administrator());
    assertTrue(operator.participant().groups().contains("b"));
    String tooLong = "n".repeat(1_001);
    SignedIn named =
        read(token(claims -> claims.setStringClaim("name", tooLong))).orElseThrow().who();
    assertEquals("4711", named.participant().displayName());
  }

  @Test
  void whenSomebodySignedInAtTheIssuerIsKnown() throws JoseException {
    Instant issued = read(token(claims -> {})).orElseThrow().who().provenAt().orElseThrow();
    long before = issued.minusSeconds(500).getEpochSecond();
    assertEquals(
        Optional.of(Instant.ofEpochSecond(before)),
        read(token(claims -> claims.setClaim("auth_time", before))).orElseThrow().who().provenAt());
  }

  @Test
  void aGroupThatIsNoNameIsNone() throws JoseException {
    List<String> listed = Arrays.asList("b", null);
    assertEquals(
        Set.of("b"),
        read(token(claims -> claims.setClaim("groups", listed)))
            .orElseThrow()
            .who()
            .participant()
            .groups());
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://issuer.example/jwks", "ftp://127.0.0.1/jwks", "/jwks"})
  void keysAreFetchedByHttpsOrFromThisMachine(String location) {
    settings.remove("publickey");
    settings.put("publickey.location", location);
    assertThrows(IllegalArgumentException.class, () -> ExternalIssuer.read(config()));
    settings.put("publickey.location", "https://issuer.example/jwks");
    assertTrue(ExternalIssuer.read(config()).isPresent());
    settings.put("publickey", pem(FIRST));
    assertThrows(IllegalArgumentException.class, () -> ExternalIssuer.read(config()), "both");
  }

  @Test
  void anEncryptedTokenIsNone() throws JoseException {
    JsonWebEncryption encrypted = new JsonWebEncryption();
    encrypted.setPayload(token(claims -> {}));
    encrypted.setContentTypeHeaderValue("JWT");
    encrypted.setAlgorithmHeaderValue("RSA-OAEP-256");
    encrypted.setEncryptionMethodHeaderParameter("A256GCM");
    encrypted.setKey(FIRST.getPublicKey());
    assertEquals(Optional.empty(), user(encrypted.getCompactSerialization()));
  }

  /** What an issuer publishes, and how often it was asked. */
  private static final class Published implements AutoCloseable {
    private final List<PublicJsonWebKey> keys = new CopyOnWriteArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final HttpServer server;
    private volatile int status = 200;

    Published(PublicJsonWebKey... first) throws IOException {
      keys.addAll(List.of(first));
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/jwks",
          exchange -> {
            asked.incrementAndGet();
            byte[] body =
                new JsonWebKeySet(new ArrayList<>(keys))
                    .toJson(OutputControlLevel.PUBLIC_ONLY)
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
          });
      server.start();
    }

    URI address() {
      return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/jwks");
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }

  private ExternalTokens trusting(Published issuer) {
    settings.remove("publickey");
    settings.put("publickey.location", issuer.address().toString());
    return new ExternalTokens(
        ExternalIssuer.read(config()),
        new FetchedKeys(issuer.address(), clock::nanoTime),
        groups -> false,
        user -> false,
        clock);
  }

  private boolean admits(ExternalTokens tokens, PublicJsonWebKey key) throws JoseException {
    return tokens.read(token(key, "RS256", claims -> {})).isPresent();
  }

  @Test
  void aKeyThatTheIssuerPublishesLaterIsFoundWithoutARestart() throws Exception {
    try (Published issuer = new Published(FIRST)) {
      ExternalTokens tokens = trusting(issuer);
      assertTrue(admits(tokens, FIRST));
      issuer.keys.add(SECOND);
      clock.advance(FetchedKeys.BETWEEN_FETCHES);
      assertTrue(admits(tokens, SECOND) && admits(tokens, FIRST));
      assertEquals(2, issuer.asked.get(), "once at first, once for the new key");
    }
  }

  @Test
  void aKeyThatTheIssuerWithdrawsIsNotTrustedForLong() throws Exception {
    try (Published issuer = new Published(FIRST, SECOND)) {
      ExternalTokens tokens = trusting(issuer);
      assertTrue(admits(tokens, FIRST));
      issuer.keys.remove(FIRST);
      clock.advance(FetchedKeys.FRESH);
      assertFalse(admits(tokens, FIRST));
      assertTrue(admits(tokens, SECOND));
    }
  }

  @Test
  void tokensOfUnknownKeysDoNotMakeTheServerAskAgainAndAgain() throws Exception {
    try (Published issuer = new Published(FIRST)) {
      ExternalTokens tokens = trusting(issuer);
      for (int i = 0; i < 100; i++) {
        assertFalse(admits(tokens, SECOND));
      }
      assertTrue(admits(tokens, FIRST));
      assertEquals(1, issuer.asked.get());
    }
  }

  @Test
  void whileTheIssuerDoesNotAnswerItsKeysAreGoodForAnHourAndItIsAskedSeldom() throws Exception {
    try (Published issuer = new Published(FIRST)) {
      ExternalTokens tokens = trusting(issuer);
      assertTrue(admits(tokens, FIRST));
      issuer.status = 500;
      clock.advance(FetchedKeys.FRESH);
      for (int i = 0; i < 100; i++) {
        assertTrue(admits(tokens, FIRST));
        assertFalse(admits(tokens, SECOND));
      }
      assertEquals(2, issuer.asked.get());
      clock.advance(FetchedKeys.GOOD);
      assertFalse(admits(tokens, FIRST), "it may have been withdrawn");
      issuer.status = 200;
      clock.advance(FetchedKeys.BETWEEN_FETCHES);
      assertTrue(admits(tokens, FIRST));
    }
  }
}
