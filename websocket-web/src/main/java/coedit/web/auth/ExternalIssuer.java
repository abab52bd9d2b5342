package coedit.web.auth;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.Config;

/**
 * Whose tokens, besides our own, are good: the settings of MicroProfile JWT ({@code
 * mp.jwt.verify.*}).
 *
 * @param issuer the {@code iss} claim, exactly
 * @param audiences one of them must be in the {@code aud} claim
 * @param algorithm the only one that is accepted, an asymmetric one
 * @param publicKey PEM, JWK or JWKS as text; empty when it is to be fetched
 * @param location where the issuer's JWKS is, by HTTPS, or by HTTP on this machine
 * @param skew by how much clocks may differ
 * @param age how old a token may be, if that is limited beside its own end
 */
record ExternalIssuer(
    String issuer,
    Set<String> audiences,
    String algorithm,
    Optional<String> publicKey,
    Optional<URI> location,
    Duration skew,
    Optional<Duration> age) {

  private static final Set<String> ALGORITHMS =
      Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512");
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final String PREFIX = "mp.jwt.verify.";

  ExternalIssuer {
    audiences = Set.copyOf(audiences);
    require(ALGORITHMS.contains(algorithm), "publickey.algorithm", algorithm);
    require(!audiences.isEmpty(), "audiences", "empty: whose tokens would not be good?");
    require(publicKey.isPresent() != location.isPresent(), "publickey", "one of key and location");
    location.ifPresent(
        uri ->
            require(
                "https".equals(uri.getScheme())
                    || ("http".equals(uri.getScheme()) && LOOPBACK.contains(uri.getHost())),
                "publickey.location",
                uri.toString()));
  }

  private static void require(boolean fine, String name, String value) {
    if (!fine) {
      throw new IllegalArgumentException(PREFIX + name + ": " + value);
    }
  }

  /**
   * The issuer as configured, if one is.
   *
   * @throws IllegalArgumentException when a setting is missing or wrong; its name is in the message
   */
  static Optional<ExternalIssuer> read(Config config) {
    return text(config, "issuer")
        .map(
            issuer ->
                new ExternalIssuer(
                    issuer,
                    Set.copyOf(
                        config
                            .getOptionalValues(PREFIX + "audiences", String.class)
                            .orElse(List.of())),
                    text(config, "publickey.algorithm").orElse("RS256"),
                    text(config, "publickey"),
                    text(config, "publickey.location").map(URI::create),
                    seconds(config, "clock.skew").orElse(Duration.ofSeconds(30)),
                    seconds(config, "token.age")));
  }

  private static Optional<String> text(Config config, String name) {
    return config.getOptionalValue(PREFIX + name, String.class).filter(text -> !text.isBlank());
  }

  private static Optional<Duration> seconds(Config config, String name) {
    return config.getOptionalValue(PREFIX + name, Integer.class).map(Duration::ofSeconds);
  }
}
