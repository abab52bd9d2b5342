package coedit.web.auth;

import coedit.core.service.Participant;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/**
 * Writes and reads the tokens of this store: JWT, always ES256, with one key pair that all servers
 * of the store share. Thread-safe.
 */
public final class SignedTokens {

  private static final String ISSUER = "coedit";
  private static final String ALGORITHM = AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256;
  private static final int CLOCK_SKEW_SECONDS = 30;

  /** What a token is good for; a token of one purpose is nothing for another. */
  public enum Purpose {
    ACCESS("coedit-access", CLOCK_SKEW_SECONDS),

    /** Ends when it says: by a skew that is as long as its life it would live twice. */
    TICKET("coedit-ticket", 0);

    private final String audience;
    private final int skewSeconds;

    Purpose(String audience, int skewSeconds) {
      this.audience = audience;
      this.skewSeconds = skewSeconds;
    }
  }

  /** A token that is genuine and in time. */
  public record Verified(SignedIn who, String id, Instant expiresAt) {}

  private final PublicJsonWebKey key;
  private final InstantSource clock;

  /**
   * @param storedKey as {@link #newKey} made it
   * @param clock one for all servers of the store
   */
  public SignedTokens(byte[] storedKey, InstantSource clock) {
    try {
      this.key =
          PublicJsonWebKey.Factory.newPublicJwk(new String(storedKey, StandardCharsets.UTF_8));
    } catch (JoseException unreadable) {
      throw new IllegalStateException("the stored access token key is damaged", unreadable);
    }
    this.clock = clock;
  }

  /** A new key pair (JSON Web Key, private part included). */
  public static byte[] newKey() {
    try {
      return EcJwkGenerator.generateJwk(EllipticCurves.P256)
          .toJson(JsonWebKey.OutputControlLevel.INCLUDE_PRIVATE)
          .getBytes(StandardCharsets.UTF_8);
    } catch (JoseException noSuchCurve) {
      throw new IllegalStateException("this JVM cannot make P-256 keys", noSuchCurve);
    }
  }

  /** A token for {@code who}; ends with the sign-in at the latest. */
  public String issue(Purpose purpose, SignedIn who, Duration lifetime, Optional<String> document) {
    Instant now = clock.instant();
    Instant end = now.plus(lifetime);
    JwtClaims claims = new JwtClaims();
    claims.setIssuer(ISSUER);
    claims.setAudience(purpose.audience);
    claims.setGeneratedJwtId();
    claims.setSubject(who.participant().user());
    claims.setIssuedAt(date(now));
    if (purpose.skewSeconds > 0) { // else it would be too early for a server whose clock is behind
      claims.setNotBefore(date(now));
    }
    claims.setExpirationTime(date(end.isBefore(who.expiresAt()) ? end : who.expiresAt()));
    claims.setStringClaim("sid", who.sessionId());
    claims.setClaim("session_exp", who.expiresAt().getEpochSecond());
    claims.setStringClaim("name", who.participant().displayName());
    claims.setStringListClaim("groups", List.copyOf(who.participant().groups()));
    claims.setClaim("admin", who.participant().administrator());
    document.ifPresent(d -> claims.setStringClaim("document", d));
    JsonWebSignature signature = new JsonWebSignature();
    signature.setPayload(claims.toJson());
    signature.setAlgorithmHeaderValue(ALGORITHM);
    signature.setKey(key.getPrivateKey());
    try {
      return signature.getCompactSerialization();
    } catch (JoseException cannotSign) {
      throw new IllegalStateException("cannot sign", cannotSign);
    }
  }

  /** What the token says; empty for anything that is not a good token of this purpose. */
  public Optional<Verified> read(Purpose purpose, String token) {
    JwtConsumer consumer =
        new JwtConsumerBuilder()
            .setJwsAlgorithmConstraints(new AlgorithmConstraints(ConstraintType.PERMIT, ALGORITHM))
            .setVerificationKey(key.getPublicKey())
            .setExpectedIssuer(true, ISSUER)
            .setExpectedAudience(true, purpose.audience)
            .setRequireExpirationTime()
            .setRequireJwtId()
            .setRequireSubject()
            .setAllowedClockSkewInSeconds(purpose.skewSeconds)
            .setEvaluationTime(date(clock.instant()))
            .build();
    try {
      return Optional.of(verified(consumer.processToClaims(token)));
    } catch (InvalidJwtException | MalformedClaimException | IllegalArgumentException bad) {
      return Optional.empty();
    }
  }

  private static Verified verified(JwtClaims claims) throws MalformedClaimException {
    boolean administrator = Boolean.TRUE.equals(claims.getClaimValue("admin", Boolean.class));
    Participant participant =
        new Participant(
            claims.getSubject(),
            claims.getStringClaimValue("name"),
            Set.copyOf(claims.getStringListClaimValue("groups")),
            administrator);
    Instant sessionEnd = Instant.ofEpochSecond(claims.getClaimValue("session_exp", Long.class));
    Optional<String> document = Optional.ofNullable(claims.getStringClaimValue("document"));
    return new Verified(
        new SignedIn(
            participant, claims.getStringClaimValue("sid"), sessionEnd, document, Optional.empty()),
        claims.getJwtId(),
        Instant.ofEpochSecond(claims.getExpirationTime().getValue()));
  }

  private static NumericDate date(Instant instant) {
    return NumericDate.fromSeconds(instant.getEpochSecond());
  }
}
