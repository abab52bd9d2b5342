package coedit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** People of an LDAP server, their sign-ins, and what administrators see and end. */
class SignInsIT {

  private static final LibertyServer SERVER = GuardedServer.get();
  private static final String OWN = "/api/v1/account/sessions";

  /** After an end, at the latest; the server promises five seconds. */
  private static final Duration SOON = Duration.ofSeconds(6);

  private static JsonNode current(Api api) {
    return Api.json(api.call("GET", "/api/v1/sessions/current", "").body());
  }

  private static Set<String> found(Api api, String beginning) {
    Set<String> names = new HashSet<>();
    Api.json(api.call("GET", "/api/v1/people?q=" + beginning, "").body())
        .get("people")
        .forEach(one -> names.add(one.get("kind").asText() + " " + one.get("name").asText()));
    return names;
  }

  @Test
  void signingOutEverywhereEndsEverySocket() {
    Api one = Api.another(SERVER, "carl");
    Api two = Api.another(SERVER, "carl");
    try (HostilePeer first = new HostilePeer(one);
        HostilePeer second = new HostilePeer(two)) {
      assertEquals(204, one.call("DELETE", OWN, "").statusCode());
      assertEquals(4401, first.closeCode(SOON));
      assertEquals(4401, second.closeCode(SOON));
    }
    assertEquals(401, two.call("GET", OWN, "").statusCode());
  }
}
