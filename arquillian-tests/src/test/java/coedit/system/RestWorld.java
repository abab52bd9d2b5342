package coedit.system;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.TreeSet;

/** What is behind the REST interface, and whether a call has changed it. */
final class RestWorld {

  private final Node server;

  RestWorld(Node server) {
    this.server = server;
  }

  /** A document with which everybody has their role, and a sign-in of the bystander. */
  RestTable.Place place() {
    String introduction = GuardedServer.issuer().tokenOf(RestTable.BYSTANDER);
    return new RestTable.Place(
        Roles.shared(server, "text"), session(Api.introduced(server, introduction)), "");
  }

  /** As somebody of this role comes to a row's address: with a sign-in to lose, if that is lost. */
  Api caller(RestTable.Row row, String role) {
    boolean lost = row.spendsTheCaller() && !role.equals("stranger");
    return lost ? Roles.another(server, role) : Roles.as(server, role);
  }

  /** With another sign-in of the caller's, if the row's address has one. */
  RestTable.Place placeFor(RestTable.Row row, String role, RestTable.Place place) {
    boolean wanted = row.path().contains("{own}") && !role.equals("stranger");
    String own = wanted ? session(Roles.another(server, role)) : place.session();
    return new RestTable.Place(place.document(), place.session(), own);
  }

  /** A call was taken; what others need has been ended or closed by it. */
  void repair(RestTable.Row row, String role) {
    if (row.endsAllOfTheCaller()) {
      server.signIns().put(Roles.user(role), Roles.another(server, role));
    }
    if (row.is("POST /admin/drain")) {
      HttpResponse<String> answer =
          Api.signIn(server, "admin").call("DELETE", "/api/v1/admin/drain", "");
      if (answer.statusCode() != 200) {
        throw new AssertionError("the server stays drained: " + answer.body());
      }
    }
  }

  /** The id of a sign-in. */
  static String session(Api api) {
    for (var session : Api.json(read(api, "/account/sessions")).get("sessions")) {
      if (session.get("current").asBoolean()) {
        return session.get("id").asText();
      }
    }
    throw new AssertionError("signed in, and nothing to see of it");
  }

  /** All that a call at this place could change, as those see it who may see everything. */
  String state(RestTable.Place place) {
    Api owner = Api.signIn(server, "alice");
    Api administrator = Api.signIn(server, "admin");
    StringBuilder state = new StringBuilder();
    String document = "/documents/" + place.document();
    for (String suffix : List.of("", "/grants", "/operations", "/content")) {
      state.append(read(owner, document + suffix)).append('\n');
    }
    state.append(ids(read(administrator, "/documents?limit=200"), "documents")).append('\n');
    String sessions = "/admin/sessions?user=" + RestTable.BYSTANDER;
    state.append(ids(read(administrator, sessions), "sessions")).append('\n');
    state.append(read(administrator, "/admin/accounts")).append('\n');
    state.append(Api.json(read(administrator, "/admin/drain")).get("draining"));
    return state.toString();
  }

  private static TreeSet<String> ids(String answer, String list) {
    return new TreeSet<>(Api.json(answer).get(list).findValuesAsText("id"));
  }

  private static String read(Api api, String path) {
    HttpResponse<String> answer = api.call("GET", RestTable.BASE + path, "");
    if (answer.statusCode() != 200) {
      throw new AssertionError(path + ": " + answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }
}
