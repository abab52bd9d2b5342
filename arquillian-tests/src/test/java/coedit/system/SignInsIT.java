package coedit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** People of an LDAP server, their sign-ins, and what administrators see and end. */
class SignInsIT {

  private static final LibertyServer SERVER = GuardedServer.get();
  private static final String OWN = "/api/v1/account/sessions";

  /** After an end, at the latest. */
  private static final Duration SOON = Duration.ofSeconds(5);

  /** What the server keeps of the directory's answers, and time to spare. */
  private static final Duration CACHED = Duration.ofSeconds(20);

  /** Other classes keep sign-ins by tokens of an issuer. */
  @BeforeEach
  void everybodySignsInByPassword() {
    SERVER.signIns().clear();
  }

  @Test
  void peopleOfTheDirectorySignIn() {
    JsonNode gwen = current(Api.signIn(SERVER, "gwen"));
    assertEquals("gwen", gwen.get("user").asText());
    assertEquals("Gwen", gwen.get("displayName").asText(), "as the directory shows her");
    assertFalse(gwen.get("administrator").asBoolean());
    assertTrue(current(Api.signIn(SERVER, "otto")).get("administrator").asBoolean());
    for (String[] wrong :
        new String[][] {
          {"gwen", "vera"},
          {"gwen", ""},
          {"*", "gwen"},
          {"g*", "gwen"},
          {"uid=gwen,ou=people,dc=example,dc=org", "gwen"}
        }) {
      HttpResponse<String> answer =
          Api.bare(
              SERVER.address(),
              "POST",
              "/api/v1/sessions",
              "{\"user\":\"%s\",\"password\":\"%s\"}".formatted(wrong[0], wrong[1]),
              "Content-Type",
              "application/json");
      assertEquals(401, answer.statusCode(), String.join("/", wrong));
    }
  }

  /** However it is typed, and whatever else in the directory is called so. */
  @Test
  void somebodyIsOneNameAndNobodyElses() {
    assertEquals(
        "gwen", current(Api.signIn(SERVER, "GWEN", "gwen")).get("user").asText(), "in capitals");
    Api pat = Api.signIn(SERVER, "pat");
    assertEquals(GuardedServer.ANOTHER_GWEN, current(pat).get("user").asText());
    String own = Api.signIn(SERVER, "gwen").createText("gwen's");
    assertEquals(404, pat.call("GET", "/api/v1/documents/" + own, "").statusCode());
  }

  @Test
  void groupsOfOneShortNameAreTwo() {
    Api alice = Api.signIn(SERVER, "alice");
    assertEquals(
        Set.of(
            "group " + GuardedServer.AUDITORS,
            "group " + GuardedServer.AUDITORS.replace("groups", "partners")),
        found(alice, "audit"));
    String document = alice.createText("audited");
    String path = "/api/v1/documents/" + document;
    String grants =
        """
        {"grants":[{"kind":"user","subject":"alice","access":"admin"},
                   {"kind":"group","subject":"%s","access":"view"}]}
        """
            .formatted(GuardedServer.AUDITORS);
    assertEquals(200, alice.call("PUT", path + "/grants", grants).statusCode());
    assertEquals(200, Api.signIn(SERVER, "gwen").call("GET", path, "").statusCode());
    assertEquals(404, Api.signIn(SERVER, "zeno").call("GET", path, "").statusCode());
  }

  private static JsonNode current(Api api) {
    return Api.json(api.call("GET", "/api/v1/sessions/current", "").body());
  }

  @Test
  void peopleAndGroupsAreLookedUp() {
    Api alice = Api.signIn(SERVER, "alice");
    assertEquals(Set.of("user edda"), found(alice, "edd"));
    assertEquals(Set.of("user bob"), found(alice, "Bo"));
    assertEquals(Set.of("group " + GuardedServer.EDITORS), found(alice, "edit"));
    assertEquals(Set.of(), found(alice, "*"));
    assertEquals(Set.of(), found(alice, "%29%28uid%3D*"));
    assertEquals(400, alice.call("GET", "/api/v1/people?q=", "").statusCode());
    assertEquals(401, Api.stranger(SERVER).call("GET", "/api/v1/people?q=al", "").statusCode());
  }

  /** People by the directory's common name, groups by theirs. */
  @Test
  void whoIsFoundIsShownByTheNameThatPeopleKnow() {
    Api alice = Api.signIn(SERVER, "alice");
    assertEquals(List.of("Edda"), shown(alice, "edd"));
    assertEquals(List.of(GuardedServer.NAMED_TO_RUN), shown(alice, "xen"));
    assertEquals(List.of("editors"), shown(alice, "edit"));
  }

  private static List<String> shown(Api api, String beginning) {
    return Api.json(api.call("GET", "/api/v1/people?q=" + beginning, "").body())
        .get("people")
        .findValuesAsText("displayName");
  }

  private static Set<String> found(Api api, String beginning) {
    Set<String> names = new HashSet<>();
    Api.json(api.call("GET", "/api/v1/people?q=" + beginning, "").body())
        .get("people")
        .forEach(one -> names.add(one.get("kind").asText() + " " + one.get("name").asText()));
    return names;
  }

  private static JsonNode sessions(Api api) {
    JsonNode all = Api.json(api.call("GET", OWN, "").body()).get("sessions");
    for (JsonNode each : all) {
      assertEquals("nora", each.get("user").asText());
      assertEquals("127.0.0.1", each.get("address").asText());
    }
    return all;
  }

  /** The sign-in that asks. */
  private static String own(Api api) {
    for (JsonNode each : sessions(api)) {
      if (each.get("current").asBoolean()) {
        return each.get("id").asText();
      }
    }
    throw new AssertionError("no sign-in is the current one");
  }

  @Test
  void oneSeesAndEndsOnesOwnSignIns() {
    Api here = Api.another(SERVER, "nora");
    Api there = Api.another(SERVER, "nora");
    Api stranger = Api.another(SERVER, "ruth");
    String other = own(there);
    assertNotEquals(other, own(here));
    assertTrue(sessions(here).findValuesAsText("id").contains(other));
    assertEquals(404, stranger.call("DELETE", OWN + "/" + other, "").statusCode());
    try (HostilePeer socket = new HostilePeer(there)) {
      assertEquals(204, here.call("DELETE", OWN + "/" + other, "").statusCode());
      assertEquals(401, there.call("GET", OWN, "").statusCode());
      assertEquals(4401, socket.closeCode(SOON));
    }
    assertEquals(200, here.call("GET", OWN, "").statusCode());
    assertEquals(401, there.call("POST", "/api/v1/sessions/refresh", "").statusCode());
  }

  /** More often than one may be wrong. */
  @Test
  void whileTheDirectoryIsAwayNobodyHasGuessedWrong() {
    GuardedServer.withoutDirectory(
        () -> {
          for (int i = 0; i < 6; i++) {
            HttpResponse<String> answer = signIn("zeno");
            assertEquals(503, answer.statusCode(), answer.body());
            assertEquals("degraded", Api.json(answer.body()).get("code").asText());
          }
          assertEquals(200, signIn("alice").statusCode(), "an account of the server's own");
        });
    Await.until("the directory is there", CACHED, () -> signIn("zeno").statusCode() == 200);
  }

  private static HttpResponse<String> signIn(String name) {
    String body = "{\"user\":\"%s\",\"password\":\"%s\"}".formatted(name, name);
    String[] json = {"Content-Type", "application/json"};
    return Api.bare(SERVER.address(), "POST", "/api/v1/sessions", body, json);
  }

  /** At the next renewal: within ten minutes for a page that is open. */
  @Test
  void whoLeavesTheDirectoryOrAGroupIsSignedInNoLonger() {
    Api lea = Api.another(SERVER, "lea");
    assertEquals(200, renews(lea));
    try (HostilePeer socket = new HostilePeer(lea)) {
      GuardedServer.leaves("lea");
      Await.until("lea is out", CACHED, () -> renews(lea) == 401);
      assertEquals(401, lea.call("GET", OWN, "").statusCode());
      assertEquals(4401, socket.closeCode(SOON));
    }
    Api mona = Api.another(SERVER, "mona");
    GuardedServer.belongs("mona", "operators", true);
    Await.until("mona is somebody else", CACHED, () -> renews(mona) == 401);
    Api operator = Api.another(SERVER, "mona");
    assertTrue(current(operator).get("administrator").asBoolean());
    assertEquals(200, renews(operator));
    GuardedServer.belongs("mona", "operators", false);
    Await.until("mona is somebody else again", CACHED, () -> renews(operator) == 401);
    Api pat = Api.another(SERVER, "pat");
    assertEquals(200, renews(pat), "by whatever name");
  }

  private static int renews(Api api) {
    HttpResponse<String> answer = api.call("POST", "/api/v1/sessions/refresh", "");
    if (answer.statusCode() == 200) {
      api.keep(answer);
    }
    return answer.statusCode();
  }

  @Test
  void signingOutEverywhereEndsEverySocket() {
    Api one = Api.another(SERVER, "olaf");
    Api two = Api.another(SERVER, "olaf");
    try (HostilePeer first = new HostilePeer(one);
        HostilePeer second = new HostilePeer(two)) {
      assertEquals(204, one.call("DELETE", OWN, "").statusCode());
      assertEquals(4401, first.closeCode(SOON));
      assertEquals(4401, second.closeCode(SOON));
    }
    assertEquals(401, two.call("GET", OWN, "").statusCode());
  }

  @Test
  void administratorsSeeAndEndEverybodysSignIns() {
    Api admin = Api.signIn(SERVER, "admin");
    Api pia = Api.another(SERVER, "pia");
    String all = "/api/v1/admin/sessions?user=pia";
    assertEquals(403, pia.call("GET", all, "").statusCode());
    assertEquals(403, pia.call("DELETE", "/api/v1/admin/users/admin/sessions", "").statusCode());
    assertEquals(403, pia.call("GET", "/api/v1/admin/audit", "").statusCode());
    assertTrue(Api.json(admin.call("GET", all, "").body()).get("sessions").size() > 0);
    try (HostilePeer socket = new HostilePeer(pia)) {
      assertEquals(204, admin.call("DELETE", "/api/v1/admin/users/pia/sessions", "").statusCode());
      assertEquals(4401, socket.closeCode(SOON));
    }
    assertEquals(0, Api.json(admin.call("GET", all, "").body()).get("sessions").size());
  }
}
