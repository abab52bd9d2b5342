package coedit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import coedit.system.RestTable.Place;
import coedit.system.RestTable.Row;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What pages elsewhere come to in the browser of somebody signed in: no socket, and no change. */
class ForeignPagesIT {

  private static final LibertyServer SERVER = GuardedServer.get();
  private static final RestWorld WORLD = new RestWorld(SERVER);
  private static final URI ADDRESS = SERVER.address();
  private static final int PORT = ADDRESS.getPort();
  private static final String OWN = ADDRESS.toString();
  private static final int SWITCHING = 101;

  /** Of the victim, in another browser. */
  private static final Api ANOTHER = Api.another(SERVER, "admin");

  /** Every one of them another origin than the server's own. */
  private static final List<String> FOREIGN =
      List.of(
          "http://evil.example",
          "http://evil.example:" + PORT,
          "http://127.0.0.1:" + (PORT + 1),
          "http://127.0.0.1",
          "https://127.0.0.1:" + PORT,
          "http://sub.127.0.0.1:" + PORT,
          "http://localhost:" + PORT,
          "http://127.0.0.1:" + PORT + ".evil.example",
          "http://127.0.0.1:" + PORT + "@evil.example",
          "http://127.0.0.1:" + PORT + "/",
          OWN + " " + OWN,
          "null",
          "");

  static List<String> sockets() {
    String document = Api.signIn(SERVER, "alice").create("yjs", "origins");
    return List.of("/ws/v1", "/ws/yjs/" + document, "/ws/yjs/a/room", "/ws/hocuspocus");
  }

  private static int at(String socket, String query, String... headers) {
    return Handshake.statusAt(ADDRESS, socket + query, protocol(socket), headers);
  }

  private static String protocol(String socket) {
    return socket.equals("/ws/v1") ? "coedit.v1.json" : "";
  }

  @ParameterizedTest
  @MethodSource("sockets")
  void openNoSocket(String socket) {
    Api alice = Api.signIn(SERVER, "alice");
    String cookie = "Cookie: " + alice.cookieHeader();
    String bearer = "Authorization: Bearer " + alice.cookie("coedit-access");
    int nobody = socket.equals("/ws/hocuspocus") ? SWITCHING : 401;
    String own = "Origin: " + OWN;
    assertEquals(SWITCHING, at(socket, "", own, cookie));
    assertEquals(SWITCHING, at(socket, "", own, bearer));
    assertEquals(SWITCHING, at(socket, "?ticket=" + alice.ticket(), own));
    assertEquals(nobody, at(socket, "", own));

    assertEquals(403, at(socket, "", cookie), "a cookie and no origin");
    assertEquals(403, at(socket, "", cookie, bearer), "a cookie beside a token");
    assertEquals(403, at(socket, "?ticket=" + alice.ticket(), cookie), "beside a ticket");
    assertEquals(SWITCHING, at(socket, "", bearer), "a program");
    assertEquals(SWITCHING, at(socket, "?ticket=" + alice.ticket()), "a program");
    assertEquals(nobody, at(socket, ""));

    for (String foreign : FOREIGN) {
      String origin = "Origin: " + foreign;
      assertEquals(403, at(socket, "", origin, cookie), origin);
      assertEquals(403, at(socket, "", origin, bearer), origin);
      assertEquals(403, at(socket, "?ticket=" + alice.ticket(), origin), origin);
      assertEquals(nobody == SWITCHING ? 403 : 401, at(socket, "", origin), origin);
      assertEquals(403, at(socket, "", origin, own, cookie), "two origins");
    }
  }

  /** A sibling is as foreign as anybody: it may set cookies for the domain that both are under. */
  @ParameterizedTest
  @MethodSource("sockets")
  void ofNeighboursOpenNoSocket(String socket) {
    String cookie = "Cookie: " + Api.signIn(SERVER, "alice").cookieHeader();
    Map<String, Integer> expected = new LinkedHashMap<>();
    expected.put("http://localhost:" + PORT, SWITCHING);
    expected.put("http://LOCALHOST:" + PORT, SWITCHING);
    expected.put("http://wiki.localhost:" + PORT, 403);
    expected.put("http://localhos:" + PORT, 403);
    expected.put("http://localhost.example.org:" + PORT, 403);
    expected.put("http://localhost", 403);
    expected.put("http://localhost.:" + PORT, 403);
    Map<String, Integer> found = new LinkedHashMap<>();
    for (String origin : expected.keySet()) {
      found.put(
          origin,
          Handshake.statusCalled(
              ADDRESS, "localhost:" + PORT, socket, protocol(socket), cookie, "Origin: " + origin));
    }
    assertEquals(expected, found);
  }

  /** The browser takes the server for the page's own then (DNS rebinding). */
  @ParameterizedTest
  @ValueSource(strings = {"/", "/api/v1/sessions", "/ws/v1", "/ws/yjs/x", "/ws/hocuspocus"})
  void whoseNameLeadsHereAreNotServedByTheDemo(String path) {
    Api alice = Api.signIn(SERVER, "alice");
    for (String name :
        List.of("evil.example:" + PORT, "localhost.evil.example", "127.0.0.1.nip.io")) {
      assertEquals(
          421,
          Handshake.statusCalled(
              ADDRESS,
              name,
              path + "?ticket=" + alice.ticket(),
              protocol(path),
              "Origin: http://" + name),
          name + path);
    }
    for (String name : List.of("localhost", "127.0.0.1:" + PORT, "[::1]:" + PORT)) {
      assertNotEquals(
          421,
          Handshake.statusCalled(ADDRESS, name, path, protocol(path), "Origin: http://" + name));
    }
  }

  /** However the address of a socket is spelt. */
  @Test
  void openNoSocketHoweverItsAddressIsSpelt() {
    String cookie = "Cookie: " + Api.signIn(SERVER, "alice").cookieHeader();
    for (String spelt :
        List.of(
            "/ws/%76%31",
            "/ws/v1;x",
            "/ws//v1",
            "/ws/./v1",
            "/%77s/v1",
            "//ws/v1",
            "/api/../ws/v1",
            "/ws;x/v1",
            "/ws/%68ocuspocus",
            "/ws/hocuspocus;x",
            "/ws/yjs;x/room",
            "/ws/%79js/room",
            "/WS/v1")) {
      int status =
          Handshake.statusAt(
              ADDRESS, spelt, "coedit.v1.json", cookie, "Origin: http://evil.example");
      assertNotEquals(SWITCHING, status, spelt);
    }
  }

  static List<Row> changing() {
    return RestTable.ROWS.stream().filter(Row::changes).toList();
  }

  /** What a page elsewhere can have a browser send, and what a thief of one half can send. */
  private static Map<String, List<String>> attacks(Api victim, Row row) {
    String csrf = victim.cookie("coedit-csrf");
    Map<String, List<String>> attacks = new LinkedHashMap<>();
    // Who signs in has no value yet, and gives name and password.
    if (!row.isWayIn()) {
      attacks.put("no value", List.of("Origin", OWN));
      attacks.put("no value and no origin", List.of());
      attacks.put("an empty value", List.of("Origin", OWN, "X-CSRF-Token", ""));
      attacks.put("a wrong value", List.of("Origin", OWN, "X-CSRF-Token", csrf + "x"));
      attacks.put(
          "another's value",
          List.of("Origin", OWN, "X-CSRF-Token", Roles.as(SERVER, "view").cookie("coedit-csrf")));
      attacks.put(
          "another sign-in's value",
          List.of("Origin", OWN, "X-CSRF-Token", ANOTHER.cookie("coedit-csrf")));
    }
    for (String foreign : FOREIGN) {
      attacks.put("from " + foreign, List.of("Origin", foreign.strip(), "X-CSRF-Token", csrf));
    }
    for (String site : List.of("cross-site", "same-site", "anything")) {
      attacks.put(site, List.of("Origin", OWN, "X-CSRF-Token", csrf, "Sec-Fetch-Site", site));
    }
    attacks.put(
        "cross-site without origin", List.of("X-CSRF-Token", csrf, "Sec-Fetch-Site", "cross-site"));
    return attacks;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("changing")
  void changeNothing(Row row) {
    Place place = WORLD.placeFor(row, "administrator", WORLD.place());
    Api victim = WORLD.caller(row, "administrator");
    String before = WORLD.state(place);
    Map<String, Integer> found = new LinkedHashMap<>();
    Map<String, Integer> expected = new LinkedHashMap<>();
    attacks(victim, row)
        .forEach(
            (name, headers) -> {
              found.put(name, by(row, place, victim, headers));
              expected.put(name, 403);
            });
    assertEquals(expected, found);
    assertEquals(before, WORLD.state(place));
    List<String> meant =
        List.of(
            "Origin",
            OWN,
            "X-CSRF-Token",
            victim.cookie("coedit-csrf"),
            "Sec-Fetch-Site",
            "same-origin");
    assertEquals(row.toAdministrator(), by(row, place, victim, meant), "the page itself");
    WORLD.repair(row, "administrator");
  }

  private static int by(Row row, Place place, Api victim, List<String> shown) {
    List<String> headers = new ArrayList<>(shown);
    Stream.of("Cookie", victim.cookieHeader(), "Content-Type", row.mediaType())
        .forEach(headers::add);
    HttpResponse<String> answer =
        Api.bare(ADDRESS, row.method(), row.at(place), row.body(), headers.toArray(String[]::new));
    return answer.statusCode();
  }
}
