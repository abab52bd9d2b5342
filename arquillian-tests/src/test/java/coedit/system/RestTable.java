package coedit.system;

import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every address of the REST interface, and what it answers to everybody. {@link EveryAddressIT}
 * sees to it that the server has no other.
 */
final class RestTable {

  static final String BASE = "/api/v1";

  /** Somebody who has no role with any document, whose sign-ins are there to be ended by others. */
  static final String BYSTANDER = "nora";

  /**
   * In the order of {@link Roles#NAMES}: stranger, none, view, comment, edit, edit by group, admin,
   * owner, operator, administrator. Of {@code {document}} the caller has that role; {@code
   * {session}} is the bystander's, {@code {own}} is another of the caller's. Anybody may ask to be
   * signed in, and asks here without a name: that is dear, and no matter of roles; so is to change
   * one's password, which is asked without a new one.
   */
  private static final String TABLE =
      """
      POST   /sessions                            400 400 400 400 400 400 400 400 400 400
      POST   /sessions/refresh                    401 200 200 200 200 200 200 200 200 200
      DELETE /sessions                            204 204 204 204 204 204 204 204 204 204
      GET    /sessions/current                    401 200 200 200 200 200 200 200 200 200
      GET    /account/sessions                    401 200 200 200 200 200 200 200 200 200
      DELETE /account/sessions                    401 204 204 204 204 204 204 204 204 204
      DELETE /account/sessions/{own}              401 204 204 204 204 204 204 204 204 204
      DELETE /account/sessions/{session}          401 404 404 404 404 404 404 404 404 404
      PUT    /account/password                    401 400 400 400 400 400 400 400 400 400
      POST   /tickets                             401 200 200 200 200 200 200 200 200 200
      GET    /types                               401 200 200 200 200 200 200 200 200 200
      GET    /people?q=ve                         401 200 200 200 200 200 200 200 200 200
      GET    /documents                           401 200 200 200 200 200 200 200 200 200
      POST   /documents                           401 201 201 201 201 201 201 201 201 201
      POST   /documents/import?type=text&title=x  401 201 201 201 201 201 201 201 201 201
      GET    /documents/{document}                401 404 200 200 200 200 200 200 200 200
      PATCH  /documents/{document}                401 404 403 403 200 200 200 200 200 200
      DELETE /documents/{document}                401 404 403 403 403 403 204 204 204 204
      GET    /documents/{document}/content        401 404 200 200 200 200 200 200 200 200
      GET    /documents/{document}/content?revision=0 \
                                                  401 404 200 200 200 200 200 200 200 200
      GET    /documents/{document}/operations     401 404 200 200 200 200 200 200 200 200
      GET    /documents/{document}/grants         401 404 403 403 403 403 200 200 200 200
      PUT    /documents/{document}/grants         401 404 403 403 403 403 200 200 200 200
      PUT    /documents/{document}/owner          401 404 403 403 403 403 403 200 200 200
      GET    /admin/sessions                      401 403 403 403 403 403 403 403 200 200
      GET    /admin/sessions?user=nora            401 403 403 403 403 403 403 403 200 200
      DELETE /admin/sessions/{session}            401 403 403 403 403 403 403 403 204 204
      DELETE /admin/users/nora/sessions           401 403 403 403 403 403 403 403 204 204
      GET    /admin/accounts                      401 403 403 403 403 403 403 403 200 200
      PUT    /admin/accounts/{account}            401 403 403 403 403 403 403 403 200 200
      GET    /admin/audit                         401 403 403 403 403 403 403 403 200 200
      GET    /admin/servers                       401 403 403 403 403 403 403 403 200 200
      GET    /admin/documents/{document}/clients  401 403 403 403 403 403 403 403 200 200
      GET    /admin/documents/{document}/pin      401 403 403 403 403 403 403 403 200 200
      PUT    /admin/documents/{document}/pin      401 403 403 403 403 403 403 403 404 404
      DELETE /admin/documents/{document}/pin      401 403 403 403 403 403 403 403 200 200
      GET    /admin/drain                         401 403 403 403 403 403 403 403 200 200
      POST   /admin/drain                         401 403 403 403 403 403 403 403 200 200
      DELETE /admin/drain                         401 403 403 403 403 403 403 403 200 200
      """;

  /** Which everybody may sign in with, before and after. */
  private static final String ACCOUNT = "carol";

  /** What the placeholders of an address stand for. */
  record Place(String document, String session, String own) {}

  /**
   * One address with one method.
   *
   * @param path with placeholders, below {@link #BASE}
   * @param statuses in the order of the roles
   */
  record Row(String method, String path, List<Integer> statuses) {

    static Row of(String line) {
      String[] words = line.strip().split("\\s+");
      List<Integer> statuses = Arrays.stream(words, 2, words.length).map(Integer::valueOf).toList();
      if (statuses.size() != Roles.NAMES.size()) {
        throw new IllegalArgumentException(line);
      }
      return new Row(words[0], words[1], statuses);
    }

    boolean changes() {
      return !method.equals("GET");
    }

    /** Whether it needs no sign-in that is good still, and is guarded by itself. */
    boolean isWayIn() {
      return is("POST /sessions");
    }

    /** Whether the caller's own sign-in is another one afterwards, or none. */
    boolean spendsTheCaller() {
      return is("POST /sessions/refresh") || is("DELETE /sessions") || endsAllOfTheCaller();
    }

    /** Whether every sign-in of the caller is over afterwards. */
    boolean endsAllOfTheCaller() {
      return is("DELETE /account/sessions");
    }

    boolean is(String address) {
      return name().equals(address);
    }

    String name() {
      return method + " " + path;
    }

    @Override
    public String toString() {
      return name();
    }

    /** What it answers to who shows nothing. */
    int toStranger() {
      return statuses.get(0);
    }

    /** What it answers to who may do everything. */
    int toAdministrator() {
      return statuses.get(statuses.size() - 1);
    }

    String at(Place place) {
      return BASE
          + path.replace("{document}", place.document())
              .replace("{account}", ACCOUNT)
              .replace("{session}", place.session())
              .replace("{own}", place.own());
    }

    String mediaType() {
      return path.startsWith("/documents/import") ? "text/plain" : "application/json";
    }

    String body() {
      if (!changes() || method.equals("DELETE")) {
        return "";
      }
      return switch (path.replaceAll("\\?.*", "")) {
        case "/sessions" -> "{}";
        case "/account/password" -> "{\"old\":\"no new one\"}";
        case "/admin/documents/{document}/pin" -> "{\"server\":\"nowhere:1\"}";
        case "/admin/accounts/{account}" -> "{\"enabled\":true}";
        case "/documents" -> "{\"type\":\"text\",\"title\":\"made\"}";
        case "/documents/import" -> "content";
        case "/documents/{document}" -> "{\"title\":\"renamed\"}";
        case "/documents/{document}/grants" -> Roles.GRANTS;
        case "/documents/{document}/owner" -> "{\"user\":\"anna\"}";
        default -> "";
      };
    }

    /** As the page calls it. */
    HttpResponse<String> by(Api api, Place place) {
      return api.call(method, at(place), mediaType(), body());
    }

    /** By role. */
    Map<String, Integer> expected() {
      Map<String, Integer> expected = new LinkedHashMap<>();
      for (int i = 0; i < statuses.size(); i++) {
        expected.put(Roles.NAMES.get(i), statuses.get(i));
      }
      return expected;
    }
  }

  static final List<Row> ROWS = TABLE.lines().map(Row::of).toList();

  private RestTable() {}
}
