package coedit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.system.RestTable.Place;
import coedit.system.RestTable.Row;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Everybody behind one cache that keeps what it may: nobody gets an answer that is another's. */
class CachesIT {

  private static final LibertyServer SERVER = GuardedServer.get();

  /** First those who may see most. */
  private static List<String> roles() {
    List<String> roles = new ArrayList<>(Roles.NAMES);
    Collections.reverse(roles);
    return roles;
  }

  @Test
  void aSharedCacheKeepsNothingOfAnybody() {
    Place place = new RestWorld(SERVER).place();
    try (SharedCache cache = new SharedCache(SERVER.address())) {
      for (Row row : RestTable.ROWS) {
        if (row.changes()) {
          continue;
        }
        Map<String, Integer> found = new LinkedHashMap<>();
        for (String role : roles()) {
          Api api = Roles.as(SERVER, role).at(cache.address());
          HttpResponse<String> answer = row.by(api, place);
          found.put(role, answer.statusCode());
          String what = row + " by " + role;
          assertEquals("", header(answer, SharedCache.KEPT), what + " is another's answer");
          assertNobodyMayKeep(answer, what);
        }
        assertEquals(row.expected(), found, row.toString());
      }
      whatIsForEverybodyIsKept(cache);
    }
  }

  /** A shared cache that knows any of these headers, however old, keeps no such answer. */
  private static void assertNobodyMayKeep(HttpResponse<String> answer, String what) {
    String control = header(answer, "Cache-Control");
    boolean ownersMay =
        control.equals("private, no-cache") || control.equals("private, max-age=60");
    assertTrue(control.equals("no-store") || ownersMay, what + ": " + control);
    if (answer.statusCode() < 400) {
      assertEquals("no-store", header(answer, "Surrogate-Control"), what);
      assertEquals("no-cache", header(answer, "Pragma"), what);
      String vary = header(answer, "Vary");
      assertTrue(vary.contains("Cookie") && vary.contains("Authorization"), what + ": " + vary);
    }
  }

  /** So it is a cache. */
  private static void whatIsForEverybodyIsKept(SharedCache cache) {
    Api anybody = Api.stranger(SERVER).at(cache.address());
    String page = anybody.call("GET", "/", "").body();
    Matcher script = Pattern.compile("assets/[\\w.-]+\\.js").matcher(page);
    assertTrue(script.find());
    HttpResponse<String> first = anybody.call("GET", "/" + script.group(), "");
    HttpResponse<String> second = anybody.call("GET", "/" + script.group(), "");
    assertEquals("", header(first, SharedCache.KEPT));
    assertEquals("yes", header(second, SharedCache.KEPT));
    assertEquals(first.body(), second.body());
    assertEquals("", header(anybody.call("GET", "/", ""), SharedCache.KEPT), "the page's nonce");
  }

  @Test
  void everybodyIsTheOneThatIsToldBehindACache() {
    try (SharedCache cache = new SharedCache(SERVER.address())) {
      for (String role : roles()) {
        Api api = Roles.as(SERVER, role).at(cache.address());
        JsonNode who = Api.json(api.call("GET", "/api/v1/sessions/current", "").body());
        String user = Roles.user(role);
        assertEquals(user, who.path("user").asText(), role);
        JsonNode sessions = Api.json(api.call("GET", "/api/v1/account/sessions", "").body());
        for (JsonNode session : sessions.path("sessions")) {
          assertEquals(user, session.get("user").asText(), role);
        }
      }
    }
  }

  /** What a reader may keep is asked for again, and is told to have changed when it has. */
  @Test
  void aDescriptionIsAnotherOnceItHasChanged() {
    String document = Roles.shared(SERVER, "text");
    String path = "/api/v1/documents/" + document;
    Api alice = Api.signIn(SERVER, "alice");
    HttpResponse<String> first = alice.call("GET", path, "");
    String tag = header(first, "ETag");
    assertFalse(tag.isEmpty());
    assertEquals(304, again(alice, path, tag).statusCode());
    assertEquals(200, alice.call("PATCH", path, "{\"title\":\"another\"}").statusCode());
    HttpResponse<String> changed = again(alice, path, tag);
    assertEquals(200, changed.statusCode());
    assertEquals("another", Api.json(changed.body()).get("title").asText());
    assertNotEquals(tag, header(changed, "ETag"));
    String asViewer = header(Roles.as(SERVER, "view").call("GET", path, ""), "ETag");
    assertNotEquals(asViewer, header(changed, "ETag"), "who may do less is told something else");
  }

  private static HttpResponse<String> again(Api who, String path, String tag) {
    return Api.bare(
        SERVER.address(), "GET", path, "", "Cookie", who.cookieHeader(), "If-None-Match", tag);
  }

  private static String header(HttpResponse<String> answer, String name) {
    return String.join(" | ", answer.headers().allValues(name));
  }
}
