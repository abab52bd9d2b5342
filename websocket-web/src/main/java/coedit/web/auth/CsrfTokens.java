package coedit.web.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The value that a page must repeat in a header to show that it can read our cookies. It is a keyed
 * hash of the sign-in's id: stable for the whole sign-in, so that tabs do not invalidate each
 * other's, and not to be planted by a neighbouring site, as a merely doubled cookie would be.
 */
public final class CsrfTokens {

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  public CsrfTokens(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  public String of(String sessionId) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      byte[] hash = mac.doFinal(sessionId.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("every JVM has " + ALGORITHM, missing);
    }
  }

  public boolean matches(String sessionId, @Nullable String sent) {
    return sent != null
        && MessageDigest.isEqual(
            of(sessionId).getBytes(StandardCharsets.UTF_8), sent.getBytes(StandardCharsets.UTF_8));
  }
}
