package coedit.core.account;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Salted password hashes, PBKDF2 with HMAC-SHA-256 (RFC 8018), written as {@code
 * pbkdf2-sha256$iterations$salt$hash}, so that the cost can rise without breaking older ones.
 */
final class PasswordHash {

  private static final String SCHEME = "pbkdf2-sha256";
  private static final int ITERATIONS = 210_000;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BITS = 256;

  private PasswordHash() {}

  static String of(String password, SecureRandom random) {
    return hashed(password, ITERATIONS, random);
  }

  /** For a password that everybody knows, so that no cost protects it: quick to make and check. */
  static String ofKnown(String password, SecureRandom random) {
    return hashed(password, 1, random);
  }

  /** Whether it is of a password that everybody knows. */
  static boolean isKnown(String hash) {
    return hash.startsWith(SCHEME + "$1$");
  }

  /** What no password matches; as slow to check as any other. */
  static String ofNone(SecureRandom random) {
    return written(ITERATIONS, bytes(SALT_BYTES, random), bytes(HASH_BITS / 8, random));
  }

  private static String hashed(String password, int iterations, SecureRandom random) {
    byte[] salt = bytes(SALT_BYTES, random);
    return written(iterations, salt, derive(password, salt, iterations));
  }

  private static byte[] bytes(int length, SecureRandom random) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static String written(int iterations, byte[] salt, byte[] hash) {
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return String.join(
        "$",
        SCHEME,
        Integer.toString(iterations),
        base64.encodeToString(salt),
        base64.encodeToString(hash));
  }

  /** Whether the password is the one that was hashed; takes the same time for every wrong one. */
  static boolean matches(String password, String hash) {
    String[] parts = hash.split("\\$", -1);
    if (parts.length != 4 || !parts[0].equals(SCHEME)) {
      throw new IllegalArgumentException("not a password hash of this server");
    }
    byte[] salt = Base64.getDecoder().decode(parts[2]);
    byte[] expected = Base64.getDecoder().decode(parts[3]);
    return MessageDigest.isEqual(expected, derive(password, salt, Integer.parseInt(parts[1])));
  }

  private static byte[] derive(String password, byte[] salt, int iterations) {
    PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, iterations, HASH_BITS);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("every Java platform has PBKDF2", missing);
    } finally {
      spec.clearPassword();
    }
  }
}
