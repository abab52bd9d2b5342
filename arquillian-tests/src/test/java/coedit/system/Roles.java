package coedit.system;

import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every role that somebody can have with a document, and somebody of the directory who has it. */
final class Roles {

  static final List<String> NAMES =
      List.of(
          "stranger",
          "none",
          "view",
          "comment",
          "edit",
          "edit by group",
          "admin",
          "owner",
          "operator",
          "administrator");

  private static final List<String> PEOPLE =
      List.of("", "zeno", "vera", "carl", "edda", "gwen", "anna", "alice", "otto", "admin");

  static final String GRANTS =
      grants(
          grant("user", "alice", "admin"),
          grant("user", "vera", "view"),
          grant("user", "carl", "comment"),
          grant("user", "edda", "edit"),
          grant("user", "anna", "admin"),
          grant("group", GuardedServer.EDITORS, "edit"));

  private Roles() {}

  /** By role, in the order of {@link #NAMES}. */
  static Map<String, Api> of(Node server) {
    Map<String, Api> roles = new LinkedHashMap<>();
    for (int i = 0; i < NAMES.size(); i++) {
      String user = PEOPLE.get(i);
      roles.put(NAMES.get(i), user.isEmpty() ? Api.stranger(server) : Api.signIn(server, user));
    }
    return roles;
  }

  /** A document of alice with which everybody has their role. */
  static String shared(Node server, String type) {
    String document = Api.signIn(server, "alice").create(type, "matrix");
    put(server, document, GRANTS);
    return document;
  }

  static void put(Node server, String document, String grants) {
    String path = "/api/v1/documents/" + document + "/grants";
    HttpResponse<String> answer = Api.signIn(server, "alice").call("PUT", path, grants);
    if (answer.statusCode() != 200) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
  }

  static String grant(String kind, String subject, String access) {
    return "{\"kind\":\"%s\",\"subject\":\"%s\",\"access\":\"%s\"}"
        .formatted(kind, subject, access);
  }

  static String grants(String... grants) {
    return "{\"grants\":[" + String.join(",", grants) + "]}";
  }
}
