package coedit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a disk has spoilt is said, and not shown; what was before it can be read. */
class DamagedLogIT {

  private static final int DAMAGED = 3;
  private static final String FLIP =
      "UPDATE operation_log SET payload = set_byte(payload, 0, get_byte(payload, 0) # 1)"
          + " WHERE document = ? AND revision = ?";

  @Test
  void aDamagedOperationIsReportedAndWhatWasBeforeItCanBeRead() throws SQLException {
    Map<String, String> database = Databases.fresh();
    try (LibertyServer server = new LibertyServer("damaged", database)) {
      server.launch();
      Api alice = Api.signIn(server.awaitReady(), "alice");
      String spoilt = alice.createText("spoilt");
      String whole = alice.createText("whole");
      for (String document : List.of(spoilt, whole)) {
        try (TestClient writer = TestClient.join("alice", document, server)) {
          writer.insert(0, "three");
          writer.insert(0, "two ");
          writer.insert(0, "one ");
          writer.insert(0, "begun: ");
        }
      }
      server.kill(); // else a snapshot would do for what is damaged
      assertEquals(1, flip(database, spoilt));
      server.launch();
      server.awaitReady();

      Api again = Api.signIn(server, "alice");
      try (HostilePeer reader = new HostilePeer(again)) {
        reader.send("{\"t\":\"join\",\"d\":\"" + spoilt + "\"}");
        assertEquals("corrupt", reader.nextOf("closed").get("code").asText());
      }
      assertTrue(
          LibertyServer.hasLogged(server.output(), spoilt + ", revision " + DAMAGED),
          "the log names document and revision");
      assertEquals("two three", content(again, spoilt, DAMAGED - 1).body());
      HttpResponse<String> beyond = content(again, spoilt, DAMAGED);
      assertTrue(beyond.statusCode() >= 500, beyond.statusCode() + " " + beyond.body());
      assertTrue(beyond.body().contains("corrupt"), beyond.body());
      assertEquals("begun: one two three", again.content(whole).text());
      try (TestClient writer = TestClient.join("alice", whole, server)) {
        writer.insert(0, "still ");
      }
    }
  }

  private static int flip(Map<String, String> database, String document) throws SQLException {
    try (Connection connection = new StoredRows(database).connect();
        PreparedStatement statement = connection.prepareStatement(FLIP)) {
      statement.setObject(1, UUID.fromString(document));
      statement.setLong(2, DAMAGED);
      return statement.executeUpdate();
    }
  }

  private static HttpResponse<String> content(Api api, String document, int revision) {
    String path = "/api/v1/documents/" + document + "/content?revision=" + revision;
    return Api.bare(
        api.server(), "GET", path, "", "Accept", "text/plain", "Cookie", api.cookieHeader());
  }
}
