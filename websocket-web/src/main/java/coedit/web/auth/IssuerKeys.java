package coedit.web.auth;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.JoseException;

/** Where the key comes from that an issuer's token is checked with. Never from the token itself. */
final class IssuerKeys {

  private IssuerKeys() {}

  static VerificationKeyResolver of(ExternalIssuer issuer) {
    return issuer
        .location()
        .<VerificationKeyResolver>map(location -> new FetchedKeys(location, System::nanoTime))
        .orElseGet(() -> given(issuer.publicKey().orElseThrow(), issuer.algorithm()));
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
