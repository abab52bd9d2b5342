package coedit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Built-in accounts: their passwords are changed, they are disabled, and the demo's end with it.
 */
class AccountsIT {

  private static final String OWN = "/api/v1/account/sessions";
  private static final String PASSWORD = "/api/v1/account/password";
  private static final String ACCOUNTS = "/api/v1/admin/accounts";

  /** After an end, at the latest; the server promises five seconds. */
  private static final Duration SOON = Duration.ofSeconds(6);

  private final Path data = Path.of("target/servers", "" + LibertyServer.FORK, "accounts-data");
  private final String directory = data.toAbsolutePath().toString();

  @Test
  void anAccountEndsWithItsPasswordWithAWordOfAnAdministratorOrWithTheDemo() throws IOException {
    LibertyServer.remove(data);
    Api alice;
    Api carol;
    Api admin;
    try (LibertyServer demo = new LibertyServer("accounts", Map.of("COEDIT_DATA_DIR", directory))) {
      demo.launch().awaitReady();
      alice = changesHerPassword(demo);
      isDisabledAndEnabled(demo);
      carol = Api.another(demo, "carol");
      admin = Api.another(demo, "admin");
    }
    Map<String, String> real = Map.of("COEDIT_DATA_DIR", directory, "COEDIT_DEMO", "false");
    try (LibertyServer after = new LibertyServer("accounts-after", real)) {
      after.launch().awaitReady();
      assertEquals(401, admin.at(after.address()).call("GET", OWN, "").statusCode());
      theDemoIsOver(after, alice.at(after.address()), carol.at(after.address()));
    }
  }

  private static Api changesHerPassword(LibertyServer server) {
    Api here = Api.another(server, "alice");
    Api there = Api.another(server, "alice");
    assertEquals(403, here.call("PUT", PASSWORD, passwords("wrong", "a better one")).statusCode());
    assertEquals(400, here.call("PUT", PASSWORD, passwords("alice", "short")).statusCode());
    assertEquals(200, there.call("GET", OWN, "").statusCode(), "nothing has changed");
    try (HostilePeer socket = new HostilePeer(there)) {
      HttpResponse<String> changed = here.call("PUT", PASSWORD, passwords("alice", "a better one"));
      assertEquals(204, changed.statusCode(), changed.body());
      assertEquals(4401, socket.closeCode(SOON));
    }
    assertEquals(401, there.call("GET", OWN, "").statusCode());
    assertEquals(200, here.call("GET", OWN, "").statusCode());
    assertEquals(401, signIn(server, "alice", "alice"));
    assertEquals(200, signIn(server, "alice", "a better one"));
    return here;
  }

  private static void isDisabledAndEnabled(LibertyServer server) {
    Api admin = Api.signIn(server, "admin");
    Api bob = Api.another(server, "bob");
    String path = ACCOUNTS + "/bob";
    assertEquals(403, bob.call("PUT", path, enabled(true)).statusCode());
    try (HostilePeer socket = new HostilePeer(bob)) {
      assertEquals(200, admin.call("PUT", path, enabled(false)).statusCode());
      assertEquals(4401, socket.closeCode(SOON));
    }
    assertEquals("disabled", states(admin).get("bob"));
    assertEquals(401, bob.call("GET", OWN, "").statusCode());
    assertEquals(401, bob.call("POST", "/api/v1/sessions/refresh", "").statusCode());
    assertEquals(401, signIn(server, "bob", "bob"));
    assertEquals(200, admin.call("PUT", path, enabled(true)).statusCode());
    assertEquals(200, signIn(server, "bob", "bob"));
    assertEquals(401, bob.call("GET", OWN, "").statusCode(), "what was ended stays so");
    assertEquals(403, admin.call("PUT", ACCOUNTS + "/admin", enabled(false)).statusCode());
    assertEquals(404, admin.call("PUT", ACCOUNTS + "/gwen", enabled(false)).statusCode());
    assertEquals(400, admin.call("PUT", path, "{\"enabled\":\"no\"}").statusCode());
    Await.until(
        "in the audit log",
        SOON,
        () ->
            events(admin)
                .containsAll(
                    List.of(
                        "password-change-failed alice ",
                        "password-changed alice ",
                        "account-disabled admin of user bob",
                        "account-enabled admin of user bob")));
  }

  private void theDemoIsOver(LibertyServer server, Api alice, Api carol) throws IOException {
    assertEquals(401, carol.call("GET", OWN, "").statusCode(), "her sign-in has ended");
    assertEquals(401, carol.call("POST", "/api/v1/sessions/refresh", "").statusCode());
    assertEquals(401, signIn(server, "carol", "carol"));
    assertEquals(401, signIn(server, "admin", "admin"));
    assertEquals(200, alice.call("GET", OWN, "").statusCode(), "whose password is her own");
    assertEquals(200, signIn(server, "alice", "a better one"));
    String password = Files.readString(data.resolve("admin-password")).strip();
    Api admin = Api.signIn(server, "admin", password);
    assertEquals(
        Map.of(
            "admin", "enabled", "alice", "enabled", "bob", "left-by-demo", "carol", "left-by-demo"),
        states(admin));
    assertTrue(LibertyServer.hasLogged(server.output(), "nobody can sign in as bob, carol"));
  }

  private static String passwords(String old, String fresh) {
    return "{\"old\":\"%s\",\"new\":\"%s\"}".formatted(old, fresh);
  }

  private static String enabled(boolean enabled) {
    return "{\"enabled\":%s}".formatted(enabled);
  }

  private static int signIn(LibertyServer server, String user, String password) {
    String body = "{\"user\":\"%s\",\"password\":\"%s\"}".formatted(user, password);
    String[] json = {"Content-Type", "application/json"};
    return Api.bare(server.address(), "POST", "/api/v1/sessions", body, json).statusCode();
  }

  private static Map<String, String> states(Api admin) {
    Map<String, String> states = new TreeMap<>();
    for (JsonNode account : Api.json(admin.call("GET", ACCOUNTS, "").body()).get("accounts")) {
      states.put(account.get("user").asText(), account.get("state").asText());
    }
    return states;
  }

  private static List<String> events(Api admin) {
    JsonNode all = Api.json(admin.call("GET", "/api/v1/admin/audit", "").body()).get("events");
    List<String> events = new ArrayList<>();
    for (JsonNode each : all) {
      events.add(
          "%s %s %s"
              .formatted(
                  each.get("event").asText(),
                  each.get("actor").asText(),
                  each.get("detail").asText()));
    }
    return events;
  }
}
