package coedit.system;

import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

  private static final Set<String> BUILT_IN = Set.of("alice", "admin");

  static final String GRANTS =
      grants(
          grant("user", "alice", "admin"),
          grant("user", "vera", "view"),
          grant("user", "carl", "comment"),
          grant("user", "edda", "edit"),
          grant("user", "anna", "admin"),
          grant("group", GuardedServer.EDITORS, "edit"));

  private Roles() {}

  /** Who has a role; nobody's name is empty. */
  static String user(String role) {
    return PEOPLE.get(NAMES.indexOf(role));
  }

  /**
   * Whoever has a role, signed in once more. Passwords are slow to check by design, so those of the
   * directory are introduced by the issuer that the server trusts.
   */
  static Api another(Node server, String role) {
    String user = user(role);
    return BUILT_IN.contains(user)
        ? Api.another(server, user)
        : Api.introduced(server, GuardedServer.issuer().tokenOf(user, groups(role)));
  }

  private static String[] groups(String role) {
    return switch (role) {
      case "edit by group" -> new String[] {GuardedServer.EDITORS};
      case "operator" -> new String[] {"operators"};
      default -> new String[0];
    };
  }

  static boolean mayEdit(String role) {
    return !List.of("stranger", "none", "view", "comment").contains(role);
  }

  /** By role, in the order of {@link #NAMES}. */
  static Map<String, Api> of(Node server) {
    Map<String, Api> roles = new LinkedHashMap<>();
    NAMES.forEach(role -> roles.put(role, as(server, role)));
    return roles;
  }

  /** Whoever has a role, signed in; the stranger is not. */
  static Api as(Node server, String role) {
    String user = user(role);
    return user.isEmpty() ? Api.stranger(server) : Api.signIn(server, user);
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
