package coedit.system;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;

/** A small issuer of tokens: publishes its keys as an OpenID provider does, and signs anything. */
final class Issuer {

  static final String NAME = "https://issuer.example";
  static final String AUDIENCE = "coedit-test";

  private final RsaJsonWebKey key = newKey("first");
  private final HttpServer server;

  private Issuer(HttpServer server) {
    this.server = server;
  }

  static Issuer start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      Issuer issuer = new Issuer(server);
      byte[] keys =
          new JsonWebKeySet(issuer.key)
              .toJson(OutputControlLevel.PUBLIC_ONLY)
              .getBytes(StandardCharsets.UTF_8);
      server.createContext(
          "/jwks",
          exchange -> {
            exchange.sendResponseHeaders(200, keys.length);
            exchange.getResponseBody().write(keys);
            exchange.close();
          });
      server.start();
      return issuer;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  static RsaJsonWebKey newKey(String id) {
    try {
      RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2_048);
      key.setKeyId(id);
      return key;
    } catch (JoseException unsupported) {
      throw new IllegalStateException(unsupported);
    }
  }

  /** Settings of a server that trusts this issuer. */
  Map<String, String> settings() {
    return Map.of(
        "MP_JWT_VERIFY_ISSUER", NAME,
        "MP_JWT_VERIFY_AUDIENCES", AUDIENCE,
        "MP_JWT_VERIFY_PUBLICKEY_LOCATION",
            "http://127.0.0.1:" + server.getAddress().getPort() + "/jwks");
  }

  RsaJsonWebKey key() {
    return key;
  }

  /** Claims that are fine, for somebody to spoil. */
  static JwtClaims claims(String user, String... groups) {
    JwtClaims claims = new JwtClaims();
    claims.setIssuer(NAME);
    claims.setAudience(AUDIENCE);
    claims.setSubject(UUID.randomUUID().toString());
    claims.setStringClaim("upn", user);
    claims.setStringListClaim("groups", List.of(groups));
    claims.setIssuedAtToNow();
    claims.setExpirationTimeMinutesInTheFuture(5);
    claims.setGeneratedJwtId();
    return claims;
  }

  /** A good token of somebody. */
  String tokenOf(String user, String... groups) {
    return sign(claims(user, groups), key, AlgorithmIdentifiers.RSA_USING_SHA256);
  }

  /** A good token, but for what is spoiled. */
  String token(Consumer<JwtClaims> spoil) {
    JwtClaims claims = claims("ines");
    spoil.accept(claims);
    return sign(claims, key, AlgorithmIdentifiers.RSA_USING_SHA256);
  }

  static String sign(JwtClaims claims, RsaJsonWebKey key, String algorithm) {
    JsonWebSignature signature = new JsonWebSignature();
    signature.setPayload(claims.toJson());
    signature.setAlgorithmHeaderValue(algorithm);
    signature.setKeyIdHeaderValue(key.getKeyId());
    signature.setKey(key.getPrivateKey());
    try {
      return signature.getCompactSerialization();
    } catch (JoseException cannot) {
      throw new IllegalStateException(cannot);
    }
  }

  void stop() {
    server.stop(0);
  }
}
