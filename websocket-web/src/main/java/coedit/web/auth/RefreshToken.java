package coedit.web.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * Renews a sign-in, once. Only its hash is stored.
 *
 * @param sessionId the sign-in it belongs to
 * @param secret 256 random bits in base64url
 */
record RefreshToken(String sessionId, String secret) {

  private static final int SECRET_BYTES = 32;
  private static final int MAX_LENGTH = 200;

  static RefreshToken random(String sessionId, SecureRandom random) {
    return new RefreshToken(sessionId, randomText(SECRET_BYTES, random));
  }

  /** Reads {@link #text}; anything else is no refresh token. */
  static Optional<RefreshToken> parse(String text) {
    int dot = text.indexOf('.');
    if (dot < 1 || dot == text.length() - 1 || text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    return Optional.of(new RefreshToken(text.substring(0, dot), text.substring(dot + 1)));
  }

  static String randomText(int bytes, SecureRandom random) {
    byte[] value = new byte[bytes];
    random.nextBytes(value);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(value);
  }

  /** The form in the cookie. */
  String text() {
    return sessionId + "." + secret;
  }

  String hash() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JVM has SHA-256", missing);
    }
  }

  @Override
  public String toString() {
    return "RefreshToken[" + sessionId + "]";
  }
}
