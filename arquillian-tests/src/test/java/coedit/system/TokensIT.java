package coedit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What opens a socket or an address, and what does not. */
class TokensIT {

  private static final LibertyServer SERVER = GuardedServer.get();
  private static final URI ADDRESS = SERVER.address();
  private static final Issuer ISSUER = GuardedServer.issuer();
  private static final int SWITCHING = 101;

  private static void refusedEverywhere(String kind, String token) {
    assertEquals(401, Handshake.withBearer(ADDRESS, token), kind);
    HttpResponse<String> rest =
        Api.bare(ADDRESS, "GET", "/api/v1/documents", "", "Authorization", "Bearer " + token);
    assertEquals(401, rest.statusCode(), kind);
    assertEquals(
        401,
        Handshake.status(ADDRESS, "", "Origin: " + ADDRESS, "Cookie: coedit-access=" + token),
        kind);
  }

  private static String spoiled(Consumer<JwtClaims> spoil) {
    return ISSUER.token(spoil);
  }

  private static String unsigned(JwtClaims claims) {
    return encode("{\"alg\":\"none\"}") + "." + encode(claims.toJson()) + ".";
  }

  /** Signed with the public key as if it were a shared secret. */
  private static String confused() throws JoseException {
    JsonWebSignature signature = new JsonWebSignature();
    signature.setPayload(Issuer.claims("ines").toJson());
    signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
    signature.setKeyIdHeaderValue(ISSUER.key().getKeyId());
    signature.setKey(new HmacKey(ISSUER.key().getPublicKey().getEncoded()));
    return signature.getCompactSerialization();
  }

  private static String altered(String token) {
    String[] parts = token.split("\\.");
    String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
    return parts[0] + "." + encode(claims.replace("ines", "admi")) + "." + parts[2];
  }

  private static String encode(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void badTokensAreAnswered401BeforeTheUpgrade() throws JoseException {
    Api ended = Api.another(SERVER, "bob");
    String revoked = ended.cookie("coedit-access");
    assertEquals(SWITCHING, Handshake.withBearer(ADDRESS, revoked));
    assertEquals(204, ended.copy().call("DELETE", "/api/v1/sessions", "").statusCode());
    Api alice = Api.another(SERVER, "alice");
    Map<String, String> bad = new LinkedHashMap<>();
    bad.put("alg none", unsigned(Issuer.claims("ines")));
    bad.put("HS for RS", confused());
    bad.put(
        "unknown key id",
        Issuer.sign(
            Issuer.claims("ines"), Issuer.newKey("second"), AlgorithmIdentifiers.RSA_USING_SHA256));
    bad.put(
        "foreign key under a known id",
        Issuer.sign(
            Issuer.claims("ines"), Issuer.newKey("first"), AlgorithmIdentifiers.RSA_USING_SHA256));
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
                claims.setNotBefore(NumericDate.fromSeconds(NumericDate.now().getValue() + 120))));
    for (String claim : List.of("iss", "aud", "exp", "sub", "iat")) {
      bad.put("without " + claim, spoiled(claims -> claims.unsetClaim(claim)));
    }
    bad.put("altered", altered(spoiled(claims -> {})));
    bad.put("a built-in account's name", spoiled(claims -> claims.setClaim("upn", "admin")));
    bad.put("revoked", revoked);
    bad.put("refresh used as access", alice.cookie("coedit-refresh"));
    bad.put("ticket used as access", ticket(alice, "{}"));
    bad.put(
        "our own, altered", altered(alice.cookie("coedit-access").replace("alice", "ines")) + "x");
    bad.put("junk", "null");
    bad.forEach(TokensIT::refusedEverywhere);
    assertEquals(SWITCHING, Handshake.withBearer(ADDRESS, spoiled(claims -> {})));
    assertEquals(SWITCHING, Handshake.withBearer(ADDRESS, alice.cookie("coedit-access")));
  }

  @Test
  void anIssuersTokenIsWhoItSays() {
    String token = spoiled(claims -> {});
    HttpResponse<String> current =
        Api.bare(
            ADDRESS, "GET", "/api/v1/sessions/current", "", "Authorization", "Bearer " + token);
    assertEquals("ines", Api.json(current.body()).get("user").asText());
    assertFalse(Api.json(current.body()).get("administrator").asBoolean());
    HttpResponse<String> signIn =
        Api.bare(ADDRESS, "POST", "/api/v1/sessions", "", "Authorization", "Bearer " + token);
    assertEquals(200, signIn.statusCode(), signIn.body());
    assertEquals("ines", Api.json(signIn.body()).get("user").asText());
  }

  @Test
  void aTicketOpensOneSocketOnce() {
    Api alice = Api.signIn(SERVER, "alice");
    String ticket = ticket(alice, "");
    assertEquals(SWITCHING, Handshake.status(ADDRESS, "?ticket=" + ticket));
    assertEquals(401, Handshake.status(ADDRESS, "?ticket=" + ticket));
    assertEquals(401, Handshake.status(ADDRESS, "?ticket=x" + ticket));
    assertEquals(401, Handshake.status(ADDRESS, "?ticket=" + alice.cookie("coedit-access")));
  }

  /** Where the address names no document, the ticket is good for the socket and what it says. */
  @Test
  void aTicketForADocumentOpensNoOther() {
    Api alice = Api.signIn(SERVER, "alice");
    String one = alice.createText("one");
    String other = alice.createText("other");
    try (HostilePeer peer = new HostilePeer(ADDRESS, ticketFor(alice, one))) {
      peer.send("{\"t\":\"join\",\"d\":\"" + other + "\"}");
      assertEquals("not-found", peer.next("closed").get("code").asText());
      assertEquals("admin", peer.join(one).get("access").asText());
    }
    try (HostilePeer named = new HostilePeer(ADDRESS, ticketFor(alice, "v1"))) {
      named.send("{\"t\":\"join\",\"d\":\"" + one + "\"}");
      assertEquals("not-found", named.next("closed").get("code").asText());
    }
    String yjs = alice.create("yjs", "yjs");
    String ticket = ticketFor(alice, yjs);
    assertEquals(401, statusAt("/ws/yjs/" + alice.create("yjs", "another"), ticket));
    assertEquals(SWITCHING, statusAt("/ws/yjs/" + yjs, ticket));
    assertEquals(401, statusAt("/ws/yjs/" + yjs, ticket), "used");
  }

  /** The server takes these for addresses of Yjs documents, though they do not begin like them. */
  @ParameterizedTest
  @ValueSource(strings = {"/ws/%79js/", "/ws/yjs;x/", "/ws/%79js/ws/yjs/", "/ws/yjs;x/ws/yjs/"})
  void aTicketForADocumentOpensNoOtherHoweverTheAddressIsSpelt(String spelt) {
    Api alice = Api.signIn(SERVER, "alice");
    String other = alice.create("yjs", "another");
    String ticket = ticketFor(alice, alice.create("yjs", "one"));
    assertNotEquals(SWITCHING, statusAt(spelt + other, ticket));
  }

  /** Neither as a ticket nor as a cookie that needs no CSRF value. */
  @ParameterizedTest
  @ValueSource(strings = {"/ws/../api/v1/documents", "/ws/%2e%2e/api/v1/documents"})
  void theInterfaceIsNotReachedByTheWayOfSockets(String path) {
    Api alice = Api.signIn(SERVER, "alice");
    String ticket = ticket(alice, "{}");
    assertNotEquals(200, statusAt(path, ticket));
  }

  private static String currentSession(Api api) {
    String all = api.call("GET", "/api/v1/account/sessions", "").body();
    for (JsonNode session : Api.json(all).get("sessions")) {
      if (session.get("current").asBoolean()) {
        return session.get("id").asText();
      }
    }
    throw new AssertionError(all);
  }

  @Test
  void aSessionsIdAloneEndsNothing() {
    Api alice = Api.another(SERVER, "alice");
    String id = currentSession(alice);
    String here = ADDRESS.toString();
    for (String[] call : new String[][] {{"DELETE", ""}, {"POST", "/refresh"}}) {
      HttpResponse<String> answer =
          Api.bare(
              ADDRESS,
              call[0],
              "/api/v1/sessions" + call[1],
              "",
              "Origin",
              here,
              "Authorization",
              "Bearer x",
              "Cookie",
              "coedit-refresh=" + id + ".junk");
      assertEquals(403, answer.statusCode(), answer.body());
    }
    assertEquals(200, alice.call("GET", "/api/v1/documents", "").statusCode());
  }

  private static String ticketFor(Api api, String document) {
    return ticket(api, "{\"document\":\"" + document + "\"}");
  }

  private static int statusAt(String path, String ticket) {
    return Handshake.statusAt(ADDRESS, path + "?ticket=" + ticket, "");
  }

  private static String ticket(Api api, String body) {
    HttpResponse<String> answer = api.call("POST", "/api/v1/tickets", body);
    assertEquals(200, answer.statusCode(), answer.body());
    return Api.json(answer.body()).get("ticket").asText();
  }

  @Test
  void pagesElsewhereOpenNoSocket() {
    String cookie = "Cookie: " + Api.signIn(SERVER, "alice").cookieHeader();
    assertEquals(SWITCHING, Handshake.status(ADDRESS, "", cookie, "Origin: " + ADDRESS));
    int port = ADDRESS.getPort();
    for (String origin :
        List.of(
            "http://evil.example",
            "http://evil.example:" + port,
            "http://127.0.0.1:" + (port + 1),
            "http://127.0.0.1",
            "https://127.0.0.1:" + port,
            "http://sub.127.0.0.1:" + port,
            "http://127.0.0.1:" + port + ".evil.example",
            "http://127.0.0.1:" + port + "@evil.example",
            "null",
            "")) {
      assertEquals(403, Handshake.status(ADDRESS, "", cookie, "Origin: " + origin), origin);
    }
    assertEquals(403, Handshake.status(ADDRESS, "", cookie), "no origin");
    String bearer = "Authorization: Bearer " + spoiled(claims -> {});
    assertEquals(403, Handshake.status(ADDRESS, "", bearer, "Origin: http://evil.example"));
    assertEquals(403, Handshake.status(ADDRESS, "", bearer, cookie), "cookie without origin");
  }

  @Test
  void pagesElsewhereChangeNothing() {
    Api alice = Api.signIn(SERVER, "alice");
    String cookies = alice.cookieHeader();
    String csrf = alice.cookie("coedit-csrf");
    String own = ADDRESS.toString();
    assertEquals(403, create("Cookie", cookies, "Origin", own));
    assertEquals(403, create("Cookie", cookies, "Origin", own, "X-CSRF-Token", csrf + "x"));
    assertEquals(
        403, create("Cookie", cookies, "Origin", "http://evil.example", "X-CSRF-Token", csrf));
    assertEquals(403, create("Cookie", cookies, "Origin", "null", "X-CSRF-Token", csrf));
    assertEquals(
        403,
        create(
            "Cookie",
            cookies,
            "Origin",
            own,
            "X-CSRF-Token",
            csrf,
            "Sec-Fetch-Site",
            "cross-site"));
    assertEquals(
        403,
        create(
            "Cookie", cookies, "Origin", own, "X-CSRF-Token", csrf, "Sec-Fetch-Site", "same-site"));
    String others = Api.signIn(SERVER, "bob").cookie("coedit-csrf");
    assertEquals(403, create("Cookie", cookies, "Origin", own, "X-CSRF-Token", others));
    assertEquals(201, create("Cookie", cookies, "Origin", own, "X-CSRF-Token", csrf));
    assertEquals(
        403, Api.bare(ADDRESS, "DELETE", "/api/v1/sessions", "", "Cookie", cookies).statusCode());
    assertEquals(
        403,
        Api.bare(ADDRESS, "POST", "/api/v1/sessions/refresh", "", "Cookie", cookies).statusCode());
    assertEquals(
        403,
        Api.bare(
                ADDRESS,
                "POST",
                "/api/v1/sessions",
                "{\"user\":\"bob\",\"password\":\"bob\"}",
                "Origin",
                "http://evil.example")
            .statusCode(),
        "signing a victim in");
  }

  private static int create(String... headers) {
    String[] all = new String[headers.length + 2];
    all[0] = "Content-Type";
    all[1] = "application/json";
    System.arraycopy(headers, 0, all, 2, headers.length);
    String body = "{\"type\":\"text\",\"title\":\"csrf\"}";
    return Api.bare(ADDRESS, "POST", "/api/v1/documents", body, all).statusCode();
  }

  @Test
  void cookiesAreHiddenAndGoWhereTheyMust() {
    HttpResponse<String> signIn =
        Api.bare(
            ADDRESS,
            "POST",
            "/api/v1/sessions",
            "{\"user\":\"carol\",\"password\":\"carol\"}",
            "Content-Type",
            "application/json");
    assertEquals(200, signIn.statusCode());
    Map<String, String> cookies = new LinkedHashMap<>();
    for (String cookie : signIn.headers().allValues("Set-Cookie")) {
      cookies.put(cookie.substring(0, cookie.indexOf('=')), cookie.toLowerCase(Locale.ROOT));
    }
    assertEquals(3, cookies.size(), cookies.toString());
    cookies.forEach(
        (name, cookie) -> {
          assertTrue(cookie.contains("secure"), cookie);
          assertTrue(cookie.contains("samesite=strict"), cookie);
          assertFalse(cookie.contains("domain"), cookie);
          assertEquals(!name.equals("coedit-csrf"), cookie.contains("httponly"), cookie);
        });
    assertTrue(cookies.get("coedit-refresh").contains("path=/api/v1/sessions"));
    JsonNode body = Api.json(signIn.body());
    for (String value : cookies.values()) {
      assertFalse(body.toString().contains(value.split("[=;]")[1]), "a token in the body");
    }
  }

  /** With these prefixes a browser takes no cookie from a neighbouring host or plain HTTP. */
  @Test
  void overTlsCookiesCannotBePlanted() throws IOException, GeneralSecurityException {
    URL address = SERVER.secureAddress().resolve("/api/v1/sessions").toURL();
    HttpsURLConnection call = (HttpsURLConnection) address.openConnection();
    call.setSSLSocketFactory(trustingAnybody().getSocketFactory());
    call.setHostnameVerifier((host, session) -> true);
    call.setRequestMethod("POST");
    call.setRequestProperty("Content-Type", "application/json");
    call.setDoOutput(true);
    String body = "{\"user\":\"carol\",\"password\":\"carol\"}";
    call.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
    assertEquals(200, call.getResponseCode());
    List<String> names =
        call.getHeaderFields().get("Set-Cookie").stream()
            .map(cookie -> cookie.substring(0, cookie.indexOf('=')))
            .sorted()
            .toList();
    assertEquals(List.of("__Host-coedit-access", "__Secure-coedit-refresh", "coedit-csrf"), names);
  }

  /** The certificate is the server's own. */
  private static SSLContext trustingAnybody() throws GeneralSecurityException {
    X509TrustManager anybody =
        new X509TrustManager() {
          @Override
          public void checkClientTrusted(X509Certificate[] chain, String type) {}

          @Override
          public void checkServerTrusted(X509Certificate[] chain, String type) {}

          @Override
          public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
          }
        };
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {anybody}, null);
    return context;
  }

  @Test
  void aRefreshTokenThatComesBackEndsTheSignInAndTwoTabsDoNot() {
    Api first = Api.another(SERVER, "carol");
    Api tab = first.copy();
    assertEquals(200, renew(first));
    assertEquals(200, renew(tab), "two tabs at once");
    Api thief = tab.copy(); // has the first token still
    assertEquals(200, renew(first));
    assertEquals(200, first.call("GET", "/api/v1/documents", "").statusCode());
    assertEquals(401, renew(thief), "a token two renewals old");
    assertEquals(401, renew(first), "the sign-in has ended for both");
    assertEquals(401, first.call("GET", "/api/v1/documents", "").statusCode());
  }

  private static int renew(Api api) {
    HttpResponse<String> answer = api.call("POST", "/api/v1/sessions/refresh", "");
    if (answer.statusCode() == 200) {
      api.keep(answer);
    }
    return answer.statusCode();
  }
}
