package coedit.web.auth;

import coedit.core.service.Participant;
import coedit.web.auth.SignedTokens.Verified;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jspecify.annotations.Nullable;

/**
 * Reads the tokens of an issuer elsewhere, such as an OpenID provider. Names and groups are taken
 * from the claims that MicroProfile JWT names. Such a token stands for itself: it is good until it
 * ends, and a socket that was opened with it ends with it. Thread-safe; may fetch the issuer's
 * keys.
 */
final class ExternalTokens {

  private static final String SESSION_PREFIX = "jwt:";
  private static final int LONGEST_USER = 200;
  private static final int LONGEST_NAME = 1_000;

  private final Optional<ExternalIssuer> issuer;
  private final @Nullable VerificationKeyResolver keys;
  private final Predicate<Set<String>> administrators;
  private final Predicate<String> isOurs;
  private final Clock clock;

  /**
   * @param administrators whether somebody of these groups is an administrator
   * @param isOurs whether a user name is a built-in account's: nobody elsewhere may have it
   */
  ExternalTokens(
      Optional<ExternalIssuer> issuer,
      Predicate<Set<String>> administrators,
      Predicate<String> isOurs,
      Clock clock) {
    this(issuer, issuer.map(IssuerKeys::of).orElse(null), administrators, isOurs, clock);
  }

  ExternalTokens(
      Optional<ExternalIssuer> issuer,
      @Nullable VerificationKeyResolver keys,
      Predicate<Set<String>> administrators,
      Predicate<String> isOurs,
      Clock clock) {
    this.issuer = issuer;
    this.keys = keys;
    this.administrators = administrators;
    this.isOurs = isOurs;
    this.clock = clock;
  }

  /** Whether a sign-in is a token of that kind, of which the store knows nothing. */
  static boolean isExternal(String sessionId) {
    return sessionId.startsWith(SESSION_PREFIX);
  }

  /** What the token says; empty for anything that is not a good token of the issuer. */
  Optional<Verified> read(String token) {
    VerificationKeyResolver resolver = keys;
    if (issuer.isEmpty() || resolver == null) {
      return Optional.empty();
    }
    ExternalIssuer from = issuer.get();
    JwtConsumerBuilder rules =
        new JwtConsumerBuilder()
            .setJwsAlgorithmConstraints(
                new AlgorithmConstraints(ConstraintType.PERMIT, from.algorithm()))
            .setVerificationKeyResolver(resolver)
            .setExpectedIssuer(true, from.issuer())
            .setExpectedAudience(true, from.audiences().toArray(new String[0]))
            .setRequireExpirationTime()
            .setRequireIssuedAt()
            .setRequireSubject()
            .setAllowedClockSkewInSeconds((int) from.skew().toSeconds())
            .setEvaluationTime(NumericDate.fromMilliseconds(clock.millis()));
    from.age().ifPresent(age -> rules.setIssuedAtRestrictions(0, (int) age.toSeconds()));
    try {
      return verified(rules.build(), token);
    } catch (InvalidJwtException | MalformedClaimException | IllegalArgumentException bad) {
      return Optional.empty();
    }
  }

  private Optional<Verified> verified(JwtConsumer consumer, String token)
      throws InvalidJwtException, MalformedClaimException {
    JwtClaims claims = consumer.processToClaims(token);
    String user = firstOf(claims, "upn", "preferred_username", "sub");
    if (user.isBlank() || user.length() > LONGEST_USER || isOurs.test(user)) {
      return Optional.empty();
    }
    List<String> listed =
        claims.hasClaim("groups") ? claims.getStringListClaimValue("groups") : List.of();
    Set<String> groups =
        listed.stream().filter(Objects::nonNull).collect(Collectors.toUnmodifiableSet());
    String name = claims.hasClaim("name") ? claims.getStringClaimValue("name") : user;
    String shown = name == null || name.length() > LONGEST_NAME ? user : name;
    Participant participant = new Participant(user, shown, groups, administrators.test(groups));
    Instant end = Instant.ofEpochSecond(claims.getExpirationTime().getValue());
    String id = claims.hasClaim("jti") ? claims.getJwtId() : user + " " + end.getEpochSecond();
    SignedIn who =
        new SignedIn(
            participant, SESSION_PREFIX + id, end, Optional.empty(), Optional.of(provenAt(claims)));
    return Optional.of(new Verified(who, id, end));
  }

  /** OpenID Connect's time of the sign-in there; without one, that of the token. */
  private static Instant provenAt(JwtClaims claims) throws MalformedClaimException {
    NumericDate signedIn = claims.getNumericDateClaimValue("auth_time");
    NumericDate at = signedIn == null ? claims.getIssuedAt() : signedIn;
    return Instant.ofEpochSecond(at.getValue());
  }

  private static String firstOf(JwtClaims claims, String... names) throws MalformedClaimException {
    for (String name : names) {
      if (claims.hasClaim(name)) {
        return claims.getStringClaimValue(name);
      }
    }
    return "";
  }
}
