package coedit.core.account;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.UUID;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Wraps the secrets in the database, so that who reads a backup cannot sign tokens: AES-256-GCM
 * with a key derived by HKDF-SHA256 (RFC 5869) from something that is not in the database. A
 * wrapped secret is a format byte, the nonce, and ciphertext with tag; the format and the secret's
 * name are authenticated with it, so that one secret cannot be put in another's place.
 */
public final class SecretSeal {

  private static final byte FORMAT = 1;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BYTES = 16;
  private static final String MAC = "HmacSHA256";
  private static final byte[] PURPOSE = bytes("coedit secrets 1");

  private final SecretKeySpec key;
  private final SecureRandom random;

  /**
   * @param keyMaterial hard to guess; the same at every server of the store
   * @param store the store's id: equal material in two stores makes unequal keys
   */
  public SecretSeal(String keyMaterial, UUID store, SecureRandom random) {
    if (keyMaterial.isBlank()) {
      throw new IllegalArgumentException("nothing to derive the key of secrets from");
    }
    this.key = new SecretKeySpec(derive(bytes(keyMaterial), bytes(store.toString())), "AES");
    this.random = random;
  }

  byte[] seal(String name, byte[] secret) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, name, nonce).doFinal(secret);
      return ByteBuffer.allocate(1 + NONCE_BYTES + sealed.length)
          .put(FORMAT)
          .put(nonce)
          .put(sealed)
          .array();
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("every Java platform has AES-GCM", missing);
    }
  }

  /**
   * Gives back what was sealed under this name.
   *
   * @throws IllegalStateException when it was wrapped with another key, under another name, or was
   *     changed; says what the operator can do
   */
  byte[] open(String name, byte[] sealed) {
    if (sealed.length < 1 + NONCE_BYTES + TAG_BYTES || sealed[0] != FORMAT) {
      throw new IllegalStateException(advice(name, "is not in a form that this release knows"));
    }
    byte[] nonce = new byte[NONCE_BYTES];
    System.arraycopy(sealed, 1, nonce, 0, NONCE_BYTES);
    int start = 1 + NONCE_BYTES;
    try {
      return cipher(Cipher.DECRYPT_MODE, name, nonce).doFinal(sealed, start, sealed.length - start);
    } catch (AEADBadTagException wrong) {
      throw new IllegalStateException(advice(name, "was wrapped with another key"), wrong);
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("every Java platform has AES-GCM", missing);
    }
  }

  private static String advice(String name, String problem) {
    return "The secret \""
        + name
        + "\" in the database "
        + problem
        + ". Set coedit.secret to what the key came from when the store was made: the earlier"
        + " coedit.secret, the earlier coedit.db.password, or the text of the file secret.key in"
        + " the data folder; it must be the same at all servers of the store. If that is lost,"
        + " stop all servers and run DELETE FROM secret: everybody has to sign in again, nothing"
        + " else is lost.";
  }

  private Cipher cipher(int mode, String name, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
    cipher.updateAAD(new byte[] {FORMAT});
    cipher.updateAAD(bytes(name));
    return cipher;
  }

  /** HKDF; one block of the hash is just the key's length. */
  private static byte[] derive(byte[] material, byte[] salt) {
    byte[] extracted = hmac(salt, material);
    return hmac(
        extracted, ByteBuffer.allocate(PURPOSE.length + 1).put(PURPOSE).put((byte) 1).array());
  }

  private static byte[] hmac(byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(new SecretKeySpec(key, MAC));
      return mac.doFinal(message);
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("every Java platform has " + MAC, missing);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
