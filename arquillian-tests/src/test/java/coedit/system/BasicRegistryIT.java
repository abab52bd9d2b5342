package coedit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** People and groups that the operator has written into Liberty's own configuration. */
class BasicRegistryIT {

  private static final LibertyServer SERVER = SharedServer.get();

  @Test
  void somebodyOfTheRegistrySignsInByAPasswordThatIsAHashThere() {
    Api basil = Api.signIn(SERVER, "basil", SharedServer.PASSWORD_OF_BASIL);
    HttpResponse<String> current = basil.call("GET", "/api/v1/sessions/current", "");
    assertEquals("basil", Api.json(current.body()).get("user").asText());
    for (String wrong : new String[] {"basil", "", SharedServer.HASH_OF_BASIL}) {
      HttpResponse<String> answer =
          Api.bare(
              SERVER.address(),
              "POST",
              "/api/v1/sessions",
              "{\"user\":\"basil\",\"password\":\"%s\"}".formatted(wrong),
              "Content-Type",
              "application/json");
      assertEquals(401, answer.statusCode(), wrong);
    }
  }

  @Test
  void aGroupOfTheRegistryIsGivenARight() {
    Api alice = Api.signIn(SERVER, "alice");
    String found = alice.call("GET", "/api/v1/people?q=her", "").body();
    assertEquals("herbs", Api.json(found).get("people").get(0).get("name").asText(), found);
    String document = alice.createText("of herbs");
    Roles.put(
        SERVER,
        document,
        Roles.grants(
            Roles.grant("user", "alice", "admin"), Roles.grant("group", "herbs", "comment")));
    String path = "/api/v1/documents/" + document;
    Api basil = Api.signIn(SERVER, "basil", SharedServer.PASSWORD_OF_BASIL);
    HttpResponse<String> answer = basil.call("GET", path, "");
    assertEquals(200, answer.statusCode(), answer.body());
    assertEquals("comment", Api.json(answer.body()).get("access").asText());
    assertEquals(404, Api.signIn(SERVER, "carol").call("GET", path, "").statusCode());
  }
}
