package coedit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.system.RestTable.Place;
import coedit.system.RestTable.Row;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;

/**
 * Tokens that are none: every kind, at every address of the REST interface and at every socket, as
 * header, ticket and cookie, before the upgrade and inside the one protocol that has tokens.
 */
class BadTokensIT {

  /** The kinds that each of them must be among. */
  private static final List<String> TWELVE =
      List.of(
          "alg none",
          "HS for RS",
          "unknown key id",
          "issuer",
          "audience",
          "expired",
          "not yet valid",
          "without exp",
          "altered",
          "revoked",
          "foreign key under a known id",
          "refresh used as access");

  private static final LibertyServer SERVER = GuardedServer.get();
  private static final URI ADDRESS = SERVER.address();
  private static final Issuer ISSUER = GuardedServer.issuer();
  private static final int SWITCHING = 101;
  private static final String HOCUSPOCUS = "/ws/hocuspocus";
  private static final Map<String, String> BAD = badTokens();

  private static String spoiled(Consumer<JwtClaims> spoil) {
    return ISSUER.token(spoil);
  }

  private static String unsigned(String claims) {
    return encode("{\"alg\":\"none\"}") + "." + claims + ".";
  }

  /** Signed with the public key as if it were a shared secret. */
  private static String confused() {
    JsonWebSignature signature = new JsonWebSignature();
    signature.setPayload(Issuer.claims("ines").toJson());
    signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
    signature.setKeyIdHeaderValue(ISSUER.key().getKeyId());
    signature.setKey(new HmacKey(ISSUER.key().getPublicKey().getEncoded()));
    try {
      return signature.getCompactSerialization();
    } catch (JoseException cannot) {
      throw new IllegalStateException(cannot);
    }
  }

  /** With the signature as it was. */
  private static String altered(String token, String from, String to) {
    String[] parts = token.split("\\.");
    String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
    assertTrue(claims.contains(from), claims);
    return parts[0] + "." + encode(claims.replace(from, to)) + "." + parts[2];
  }

  private static String encode(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** By what is bad about them. */
  private static Map<String, String> badTokens() {
    Map<String, String> bad = new LinkedHashMap<>();
    bad.put("alg none", unsigned(encode(Issuer.claims("ines").toJson())));
    bad.put("HS for RS", confused());
    bad.put("unknown key id", signedBy("second", AlgorithmIdentifiers.RSA_USING_SHA256));
    bad.put(
        "foreign key under a known id", signedBy("first", AlgorithmIdentifiers.RSA_USING_SHA256));
    bad.put(
        "another algorithm",
        Issuer.sign(Issuer.claims("ines"), ISSUER.key(), AlgorithmIdentifiers.RSA_USING_SHA512));
    bad.put("issuer", spoiled(claims -> claims.setIssuer("https://issuer.example.evil")));
    bad.put("audience", spoiled(claims -> claims.setAudience("coedit")));
    bad.put("expired", spoiled(claims -> claims.setExpirationTimeMinutesInTheFuture(-2)));
    bad.put(
        "not yet valid",
        spoiled(
            claims ->
                claims.setNotBefore(
                    NumericDate.fromSeconds(NumericDate.now().getValue() + 1_200))));
    for (String claim : List.of("iss", "aud", "exp", "sub", "iat")) {
      bad.put("without " + claim, spoiled(claims -> claims.unsetClaim(claim)));
    }
    bad.put("altered", altered(spoiled(claims -> {}), "ines", "admi"));
    bad.put("a built-in account's name", spoiled(claims -> claims.setClaim("upn", "admin")));
    Api alice = Api.another(SERVER, "alice");
    String access = alice.cookie("coedit-access");
    bad.put("our own with alg none", unsigned(access.split("\\.")[1]));
    bad.put("our own, altered", altered(access, "alice", "admin"));
    bad.put("our own without its signature", access.substring(0, access.lastIndexOf('.') + 1));
    bad.put("refresh used as access", alice.cookie("coedit-refresh"));
    bad.put("revoked", revoked());
    bad.put("junk", "null");
    return bad;
  }

  private static String signedBy(String key, String algorithm) {
    return Issuer.sign(Issuer.claims("ines"), Issuer.newKey(key), algorithm);
  }

  private static String revoked() {
    Api ended = Api.another(SERVER, "bob");
    String revoked = ended.cookie("coedit-access");
    assertEquals(SWITCHING, Handshake.withBearer(ADDRESS, revoked), "it has been good");
    assertEquals(204, ended.call("DELETE", "/api/v1/sessions", "").statusCode());
    return revoked;
  }

  private static List<String> sockets() {
    return List.of(
        "/ws/v1", "/ws/yjs/" + Api.signIn(SERVER, "alice").create("yjs", "a"), HOCUSPOCUS);
  }

  private static int at(String socket, String query, String... headers) {
    String protocol = socket.equals("/ws/v1") ? "coedit.v1.json" : "";
    return Handshake.statusAt(ADDRESS, socket + query, protocol, headers);
  }

  @Test
  void openNoSocket() throws IOException {
    assertTrue(BAD.keySet().containsAll(TWELVE), BAD.keySet().toString());
    String origin = "Origin: " + ADDRESS;
    for (String socket : sockets()) {
      for (Map.Entry<String, String> token : BAD.entrySet()) {
        String what = token.getKey() + " at " + socket;
        String value = token.getValue();
        assertEquals(401, at(socket, "", "Authorization: Bearer " + value), what);
        assertEquals(401, at(socket, "?ticket=" + value), what + " as a ticket");
        // On a Hocuspocus socket an old cookie is as none: its client shows a token later.
        assertEquals(
            socket.equals(HOCUSPOCUS) ? SWITCHING : 401,
            at(socket, "", origin, "Cookie: coedit-access=" + value),
            what + " as a cookie");
      }
      String good = spoiled(claims -> {});
      assertEquals(SWITCHING, at(socket, "", "Authorization: Bearer " + good), socket);
      String own = Api.signIn(SERVER, "alice").cookie("coedit-access");
      assertEquals(SWITCHING, at(socket, "", "Authorization: Bearer " + own), socket);
      assertEquals(401, at(socket, "?ticket=" + own), "an access token is no ticket");
      String ticket = Api.signIn(SERVER, "alice").ticket();
      assertEquals(401, at(socket, "", "Authorization: Bearer " + ticket), "nor the reverse");
      assertEquals(SWITCHING, at(socket, "?ticket=" + ticket), socket);
      assertEquals(401, at(socket, "?ticket=" + ticket), "used");
    }
  }

  @Test
  void signNobodyInOnAHocuspocusSocket() throws IOException {
    Api alice = Api.signIn(SERVER, "alice");
    String document = alice.create("yjs", "tokens");
    for (Map.Entry<String, String> token : BAD.entrySet()) {
      assertEquals("denied", shown(document, token.getValue()), token.getKey());
    }
    assertEquals("read-write", shown(document, alice.cookie("coedit-access")));
  }

  private static String shown(String document, String token) throws IOException {
    try (YjsPeer peer = YjsPeer.overHocuspocus(Api.stranger(SERVER), document)) {
      return peer.says(YjsBytes.token(token)).hears("denied", "read-write", "readonly");
    }
  }

  /**
   * Whoever shows one is answered as who shows nothing, everywhere, and nothing is changed. Only
   * signing out may know whose it was, and ask for that sign-in's CSRF value.
   */
  @Test
  void openNoAddress() {
    RestWorld world = new RestWorld(SERVER);
    Place place = world.place();
    String before = world.state(place);
    String csrf = Api.signIn(SERVER, "alice").cookie("coedit-csrf");
    for (Map.Entry<String, String> token : BAD.entrySet()) {
      String[] bearer = {"Authorization", "Bearer " + token.getValue()};
      String[] cookie = {"Cookie", "coedit-access=" + token.getValue(), "X-CSRF-Token", csrf};
      for (Row row : RestTable.ROWS) {
        // With name and password anybody signs in, whatever else is shown.
        if (!row.isWayIn()) {
          String what = token.getKey() + " at " + row;
          assertEquals(row.toStranger(), by(row, place, bearer), what);
          int byCookie = by(row, place, cookie);
          boolean unsaid = row.is("DELETE /sessions") && byCookie == 403;
          assertTrue(unsaid || byCookie == row.toStranger(), what + " as a cookie: " + byCookie);
        }
      }
    }
    assertEquals(before, world.state(place));
  }

  private static int by(Row row, Place place, String... credentials) {
    String[] headers = new String[credentials.length + 2];
    System.arraycopy(credentials, 0, headers, 0, credentials.length);
    headers[credentials.length] = "Content-Type";
    headers[credentials.length + 1] = row.mediaType();
    HttpResponse<String> answer =
        Api.bare(ADDRESS, row.method(), row.at(place), row.body(), headers);
    return answer.statusCode();
  }
}
