package coedit.web.auth;

import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import org.jose4j.http.Get;
import org.jose4j.jwk.HttpsJwks;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.keys.resolvers.HttpsJwksVerificationKeyResolver;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.JoseException;

/** Where the key comes from that an issuer's token is checked with. Never from the token itself. */
final class IssuerKeys {

  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** An unknown key id makes us look for new keys, but not again and again. */
  private static final Duration BETWEEN_FETCHES = Duration.ofSeconds(30);

  private IssuerKeys() {}

  static VerificationKeyResolver of(ExternalIssuer issuer) {
    return issuer
        .location()
        .map(IssuerKeys::fetched)
        .orElseGet(() -> given(issuer.publicKey().orElseThrow(), issuer.algorithm()));
  }

  private static VerificationKeyResolver fetched(URI location) {
    Get get = new Get();
    get.setConnectTimeout((int) PATIENCE.toMillis());
    get.setReadTimeout((int) PATIENCE.toMillis());
    get.setRetries(1);
    HttpsJwks keys = new HttpsJwks(location.toString());
    keys.setSimpleHttpGet(get);
    keys.setRefreshReprieveThreshold(BETWEEN_FETCHES.toMillis());
    return new HttpsJwksVerificationKeyResolver(keys);
  }

  private static VerificationKeyResolver given(String text, String algorithm) {
    try {
      if (text.contains("\"keys\"")) {
        return new JwksVerificationKeyResolver(new JsonWebKeySet(text).getJsonWebKeys());
      }
      Key key =
          text.contains("{") ? JsonWebKey.Factory.newJwk(text).getKey() : pem(text, algorithm);
      return (signature, nesting) -> key;
    } catch (JoseException | GeneralSecurityException | IllegalArgumentException unreadable) {
      throw new IllegalArgumentException("mp.jwt.verify.publickey cannot be read", unreadable);
    }
  }

  private static Key pem(String text, String algorithm) throws GeneralSecurityException {
    byte[] encoded = Base64.getDecoder().decode(text.replaceAll("-----[A-Z ]+-----|\\s", ""));
    return KeyFactory.getInstance(algorithm.startsWith("ES") ? "EC" : "RSA")
        .generatePublic(new X509EncodedKeySpec(encoded));
  }
}
