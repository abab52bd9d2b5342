package coedit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What opens a socket or an address, and what does not. */
class TokensIT {

  private static final LibertyServer SERVER = GuardedServer.get();
  private static final URI ADDRESS = SERVER.address();
  private static final Issuer ISSUER = GuardedServer.issuer();
  private static final int SWITCHING = 101;

  private static String spoiled(Consumer<JwtClaims> spoil) {
    return ISSUER.token(spoil);
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
  void overTlsCookiesCannotBePlanted() {
    Map<String, String> cookies = overTls("carol");
    assertEquals(
        Set.of("__Host-coedit-access", "__Secure-coedit-refresh", "__Host-coedit-csrf"),
        cookies.keySet());
  }

  /** A browser takes all but {@code __Host-} from a neighbour, and sends what has a path first. */
  @Test
  void whoPlantsARefreshCookieChangesNobodysSignIn() {
    Map<String, String> planted = overTls("bob");
    Map<String, String> own = overTls("carol");
    String theirs = "__Secure-coedit-refresh=" + planted.get("__Secure-coedit-refresh");
    String csrf = planted.get("__Host-coedit-csrf");
    assertEquals(403, renewed(theirs + "; coedit-csrf=" + csrf, csrf).status());
    String page = "; __Host-coedit-csrf=" + own.get("__Host-coedit-csrf");
    assertEquals(403, renewed(theirs + page, csrf).status());
    assertEquals(403, renewed(theirs + page, own.get("__Host-coedit-csrf")).status());
    String both = theirs + "; __Secure-coedit-refresh=" + own.get("__Secure-coedit-refresh") + page;
    SecureCall.Answer answer = renewed(both, own.get("__Host-coedit-csrf"));
    assertEquals(200, answer.status());
    assertEquals("carol", Api.json(answer.body()).get("user").asText());
  }

  private static SecureCall.Answer renewed(String cookies, String csrf) {
    URI address = SERVER.secureAddress().resolve("/api/v1/sessions/refresh");
    return SecureCall.post(address, "", "Cookie", cookies, "X-CSRF-Token", csrf);
  }

  /** The cookies of a new sign-in. */
  private static Map<String, String> overTls(String user) {
    SecureCall.Answer answer =
        SecureCall.post(
            SERVER.secureAddress().resolve("/api/v1/sessions"),
            "{\"user\":\"%s\",\"password\":\"%s\"}".formatted(user, user),
            "Content-Type",
            "application/json");
    assertEquals(200, answer.status());
    return answer.cookies();
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
