package coedit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What browsers and caches are told about every answer. */
class HeadersIT {

  private static final LibertyServer SERVER = GuardedServer.get();
  private static final URI ADDRESS = SERVER.address();

  private static HttpResponse<String> get(String path) {
    return Api.bare(ADDRESS, "GET", path, "");
  }

  private static String header(HttpResponse<String> answer, String name) {
    return String.join(" | ", answer.headers().allValues(name));
  }

  @Test
  void everyAnswerHasTheSecurityHeaders() {
    for (String path :
        List.of(
            "/",
            "/index.html",
            asset(),
            "/no-such-page",
            "/api/v1/documents",
            "/api/v1/no-such-thing",
            "/ws/v1",
            "/health/live",
            "/health/ready",
            "/metrics",
            "/openapi",
            "/error.html",
            "/assets/%00",
            "/assets/no-such.js",
            "/%2e%2e/WEB-INF/web.xml")) {
      HttpResponse<String> answer = get(path);
      String policy = header(answer, "Content-Security-Policy");
      assertTrue(policy.startsWith("default-src 'none'"), path + ": " + policy);
      assertTrue(policy.contains("frame-ancestors 'none'"), path + ": " + policy);
      assertFalse(policy.matches(".*style-src(-elem)? [^;]*'unsafe-inline'.*"), policy);
      assertFalse(policy.contains("unsafe-eval") || policy.contains("script-src 'unsafe"), path);
      assertFalse(policy.contains("|"), path + " has two policies");
      assertEquals("nosniff", header(answer, "X-Content-Type-Options"), path);
      assertEquals("DENY", header(answer, "X-Frame-Options"), path);
      assertFalse(header(answer, "Referrer-Policy").isEmpty(), path);
      assertEquals("same-origin", header(answer, "Cross-Origin-Resource-Policy"), path);
      assertEquals("same-origin", header(answer, "Cross-Origin-Opener-Policy"), path);
      assertTrue(header(answer, "Permissions-Policy").startsWith("camera=(), geo"), path);
      assertEquals("", header(answer, "Strict-Transport-Security"), path);
      assertEquals("", header(answer, "Server"), path);
      assertEquals("", header(answer, "X-Powered-By"), path);
    }
  }

  /**
   * As the operator wants it; GuardedServer does. Also in what Liberty answers by itself, but for
   * paths that are none.
   */
  @Test
  void whoComesByHttpsComesByNothingElseAfterwards() {
    for (String path :
        List.of(
            "/",
            asset(),
            "/no-such-page",
            "/api/v1/documents",
            "/ws/v1",
            "/health/live",
            "/metrics",
            "/openapi")) {
      assertEquals("max-age=86400", strictTransport(SERVER, "127.0.0.1", path), path);
    }
  }

  /** Other servers there speak plain HTTP. */
  @Test
  void thisMachineByNameIsForgotten() {
    for (String path : List.of("/", asset(), "/no-such-page")) {
      assertEquals("max-age=0", strictTransport(SERVER, "localhost", path), path);
    }
  }

  @Test
  void nothingIsSaidOfHttpsUnlessTheOperatorDoes() {
    for (String path : List.of("/", "/api/v1/documents", "/health/live")) {
      assertEquals("", strictTransport(SharedServer.get(), "127.0.0.1", path), path);
    }
  }

  private static String strictTransport(LibertyServer server, String host, String path) {
    URI by = URI.create(server.secureAddress().toString().replace("127.0.0.1", host));
    return SecureCall.header(by.resolve(path), "Strict-Transport-Security");
  }

  /** Those of IBM's plug-in for web servers, which Liberty believes of everybody by default. */
  @Test
  void noHeaderMakesPlainHttpLookLikeHttps() {
    HttpResponse<String> answer =
        Api.bare(ADDRESS, "GET", "/", "", "$WSIS", "true", "$WSSC", "https", "$WSSN", "a.example");
    assertEquals(200, answer.statusCode());
    assertEquals("", header(answer, "Strict-Transport-Security"));
  }

  @Test
  void thePageHasANonceOfItsOwnEachTime() {
    Set<String> nonces = new HashSet<>();
    for (String path : List.of("/", "/index.html", "/")) {
      HttpResponse<String> answer = get(path);
      Matcher nonce = Pattern.compile(" nonce=\"([\\w-]{22})\"").matcher(answer.body());
      assertTrue(nonce.find(), answer.body());
      String policy = header(answer, "Content-Security-Policy");
      assertTrue(policy.contains("style-src-elem 'self' 'nonce-" + nonce.group(1) + "'"), policy);
      assertTrue(policy.contains("require-trusted-types-for 'script'"), policy);
      assertTrue(policy.endsWith("trusted-types default"), policy);
      assertTrue(nonces.add(nonce.group(1)));
      assertFalse(answer.body().contains("@"), answer.body());
    }
  }

  /** Kept by its reader alone, who has to ask each time. */
  @Test
  void aPastRevisionIsNotSentTwiceAndNotShownToWhoLostTheRight() {
    Api alice = Api.signIn(SERVER, "alice");
    String document = alice.createText("versions");
    try (TestClient author = TestClient.join("alice", document, SERVER)) {
      author.insert(0, "a");
      author.insert(1, "b");
    }
    String path = "/api/v1/documents/" + document + "/content?revision=1";
    Roles.put(
        SERVER,
        document,
        Roles.grants(Roles.grant("user", "alice", "admin"), Roles.grant("user", "vera", "view")));
    Api vera = Api.signIn(SERVER, "vera");
    HttpResponse<String> first = vera.call("GET", path, "");
    assertEquals("a", first.body());
    assertEquals("private, no-cache", header(first, "Cache-Control"));
    assertEquals(304, again(vera, path, header(first, "ETag")));
    Roles.put(SERVER, document, Roles.grants(Roles.grant("user", "alice", "admin")));
    assertEquals(404, again(vera, path, header(first, "ETag")));
  }

  private static int again(Api who, String path, String tag) {
    return Api.bare(ADDRESS, "GET", path, "", "Cookie", who.cookieHeader(), "If-None-Match", tag)
        .statusCode();
  }

  /** But its answers to programs do not go into frames. */
  @Test
  void thePageIsShownInAFrameOfWhoMayEmbedItAndOfNobodyElse() {
    LibertyServer embedded = SharedServer.get();
    String page = policy(Api.bare(embedded.address(), "GET", "/", ""));
    assertTrue(page.contains("frame-ancestors " + SharedServer.INTRANET + ";"), page);
    String api = policy(Api.bare(embedded.address(), "GET", "/api/v1/documents", ""));
    assertTrue(api.contains("frame-ancestors 'none'"), api);
    List<String> cookies =
        Api.bare(
                embedded.address(),
                "POST",
                "/api/v1/sessions",
                "{\"user\":\"carol\",\"password\":\"carol\"}",
                "Content-Type",
                "application/json")
            .headers()
            .allValues("Set-Cookie");
    assertEquals(3, cookies.size());
    cookies.forEach(
        cookie -> {
          assertTrue(cookie.contains("SameSite=None"), cookie);
          assertTrue(cookie.contains("Secure"), cookie);
          assertTrue(cookie.contains("Partitioned"), cookie);
        });
  }

  private static String policy(HttpResponse<String> answer) {
    return header(answer, "Content-Security-Policy");
  }

  private static String asset() {
    Matcher script = Pattern.compile("assets/[\\w.-]+\\.js").matcher(get("/").body());
    assertTrue(script.find());
    return "/" + script.group();
  }

  @Test
  void aTagChangesWithWhatItStandsFor() {
    Api ruth = Api.signIn(SERVER, "ruth");
    String document = ruth.createText("Aa");
    String path = "/api/v1/documents/" + document;
    String list = "/api/v1/documents?limit=10";
    String tag = header(ruth.call("GET", path, ""), "ETag");
    String listTag = header(ruth.call("GET", list, ""), "ETag");
    assertEquals(304, again(ruth, path, tag));
    assertEquals(304, again(ruth, list, listTag));
    assertEquals(200, ruth.call("PATCH", path, "{\"title\":\"BB\"}").statusCode());
    assertEquals(200, again(ruth, path, tag));
    assertEquals(200, again(ruth, list, listTag));
    String renamed = header(ruth.call("GET", path, ""), "ETag");
    String renamedList = header(ruth.call("GET", list, ""), "ETag");
    try (TestClient author = TestClient.join("ruth", document, SERVER)) {
      author.insert(0, "a");
    }
    Await.until(
        "the edit is in what the document's tag stands for",
        Duration.ofSeconds(30),
        () -> again(ruth, path, renamed) == 200 && again(ruth, list, renamedList) == 200);
    String mine = header(ruth.call("GET", list, ""), "ETag");
    assertEquals(200, again(Api.signIn(SERVER, "pia"), list, mine), "hers is another list");
  }

  @Test
  void onlyWhatNeverChangesIsKeptBySharedCaches() {
    assertEquals("public, max-age=31536000, immutable", header(get(asset()), "Cache-Control"));
    for (String missing : List.of("/assets/no-such.js", "/assets/", "/assets/main-00000000.js")) {
      HttpResponse<String> answer = get(missing);
      assertTrue(answer.statusCode() >= 400, missing);
      assertEquals("no-store", header(answer, "Cache-Control"), missing);
    }
    assertEquals("no-store", header(get("/"), "Cache-Control"));
    for (String path : List.of("/health/live", "/metrics", "/openapi")) {
      String cache = header(get(path), "Cache-Control");
      assertTrue(cache.startsWith("no-"), path + ": " + cache);
    }
    Api alice = Api.signIn(SERVER, "alice");
    String document = alice.createText("cached");
    for (String suffix : List.of("/content", "/operations", "/grants")) {
      HttpResponse<String> answer = alice.call("GET", "/api/v1/documents/" + document + suffix, "");
      assertEquals("no-store", header(answer, "Cache-Control"), suffix);
      assertEquals("no-store", header(answer, "Surrogate-Control"), suffix);
      assertEquals("no-cache", header(answer, "Pragma"), suffix);
    }
    HttpResponse<String> described = alice.call("GET", "/api/v1/documents/" + document, "");
    assertEquals("private, no-cache", header(described, "Cache-Control"));
    assertEquals("Cookie, Authorization", header(described, "Vary"));
    HttpResponse<String> again =
        Api.bare(
            ADDRESS,
            "GET",
            "/api/v1/documents/" + document,
            "",
            "Cookie",
            alice.cookieHeader(),
            "If-None-Match",
            header(described, "ETag"));
    assertEquals(304, again.statusCode());
    HttpResponse<String> who = alice.call("GET", "/api/v1/sessions/current", "");
    assertEquals("private, max-age=60", header(who, "Cache-Control"));
    assertEquals("Cookie, Authorization", header(who, "Vary"));
    for (String path : List.of("/api/v1/documents", "/api/v1/account/sessions")) {
      HttpResponse<String> refused = get(path);
      assertEquals(401, refused.statusCode());
      assertEquals("no-store", header(refused, "Cache-Control"), path);
    }
  }
}
