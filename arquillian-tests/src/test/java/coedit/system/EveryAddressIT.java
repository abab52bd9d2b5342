package coedit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import coedit.system.RestTable.Place;
import coedit.system.RestTable.Row;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Who may do what, exactly: every role at every address of the REST interface; and the table is
 * whole, by what the server says it has and by what is written in the sources.
 */
class EveryAddressIT {

  private static final LibertyServer SERVER = GuardedServer.get();
  private static final RestWorld WORLD = new RestWorld(SERVER);

  static List<Row> rows() {
    return RestTable.ROWS;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void isForThoseWhoHaveTheRightAndForNobodyElse(Row row) {
    Map<String, Integer> found = new LinkedHashMap<>();
    Place place = WORLD.place();
    String before = row.changes() ? WORLD.state(place) : "";
    for (String role : Roles.NAMES) {
      Place own = WORLD.placeFor(row, role, place);
      HttpResponse<String> answer = row.by(WORLD.caller(row, role), own);
      found.put(role, answer.statusCode());
      boolean refused = answer.statusCode() >= 400;
      if (!refused && row.changes()) {
        WORLD.repair(row, role);
        place = WORLD.place();
        before = WORLD.state(place);
      } else if (refused && row.changes()) {
        assertEquals(before, WORLD.state(place), row + " is refused to " + role + " and changes");
      }
    }
    assertEquals(row.expected(), found);
  }

  /** Reading without the body needs what reading needs. */
  @Test
  void headIsAnsweredAsGet() {
    Place place = WORLD.place();
    for (Row row : RestTable.ROWS) {
      if (!row.changes()) {
        Map<String, Integer> found = new LinkedHashMap<>();
        for (String role : Roles.NAMES) {
          Api api = Roles.as(SERVER, role);
          found.put(role, api.call("HEAD", row.at(place), "").statusCode());
        }
        assertEquals(row.expected(), found, "HEAD " + row.path());
      }
    }
  }

  /**
   * A list holds what somebody has been given; who may see all documents has not been given all.
   */
  @Test
  void listsShowToEverybodyWhatTheyHaveBeenGiven() {
    String document = WORLD.place().document();
    Map<String, Boolean> found = new LinkedHashMap<>();
    for (String role : Roles.NAMES) {
      String list = Roles.as(SERVER, role).call("GET", "/api/v1/documents?limit=200", "").body();
      found.put(role, list.contains(document));
    }
    Map<String, Boolean> expected = new LinkedHashMap<>();
    Set<String> others = Set.of("stranger", "none", "operator", "administrator");
    Roles.NAMES.forEach(role -> expected.put(role, !others.contains(role)));
    assertEquals(expected, found);
  }

  @Test
  void theServerHasNoAddressThatIsNotInTheTable() {
    HttpResponse<String> answer =
        Api.bare(SERVER.address(), "GET", "/openapi?format=JSON", "", "Accept", "application/json");
    JsonNode paths = Api.json(answer.body()).get("paths");
    Set<String> known = new TreeSet<>();
    paths
        .fieldNames()
        .forEachRemaining(
            path ->
                paths
                    .get(path)
                    .fieldNames()
                    .forEachRemaining(
                        method ->
                            known.add(method.toUpperCase(Locale.ROOT) + " " + anonymous(path))));
    assertEquals(
        RestTable.ROWS.stream()
            .map(row -> row.method() + " " + RestTable.BASE + anonymous(row.path()))
            .collect(Collectors.toCollection(TreeSet::new)),
        known);
  }

  /** Without a query, and whatever the placeholders are called. */
  private static String anonymous(String path) {
    return path.replaceAll("\\?.*", "")
        .replace("/users/" + RestTable.BYSTANDER + "/", "/users/{}/")
        .replaceAll("\\{\\w+}", "{}");
  }

  /** What the server does not describe: a method of the interface, a servlet, a socket. */
  @Test
  void theSourcesHaveNoAddressThatIsNotInATable() throws IOException {
    String sources = Sources.of("websocket-web");
    long methods = count(sources, "(?m)^\\s*@(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)$");
    assertEquals(
        RestTable.ROWS.stream().map(row -> row.method() + anonymous(row.path())).distinct().count(),
        methods);
    assertFalse(sources.contains("@ServerEndpoint"), "a socket that no table knows");
    assertFalse(sources.contains("@HttpMethod"), "a method that no table knows");
    assertEquals(Set.of("PageServlet"), all(sources, "class (\\w+) extends HttpServlet \\{"));
    assertEquals(
        Set.of("CollabEndpoint", "HocuspocusEndpoint", "YjsEndpoint"),
        all(sources, "ServerEndpointConfig\\.Builder\\.create\\((\\w+)\\.class"));
  }

  private static long count(String text, String pattern) {
    return Pattern.compile(pattern).matcher(text).results().count();
  }

  static Set<String> all(String text, String pattern) {
    Set<String> found = new TreeSet<>();
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }
}
