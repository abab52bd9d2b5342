package coedit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a server's limits kept out, as its metrics tell. */
final class Refused {

  private Refused() {}

  /** How often a limit has kept something out. */
  static double by(Node server, String limit) {
    HttpResponse<String> answer = Api.stranger(server).call("GET", "/metrics", "");
    assertEquals(200, answer.statusCode(), answer.body());
    Matcher line =
        Pattern.compile("coedit_refused_total\\{[^}]*limit=\"" + limit + "\"[^}]*} (\\S+)")
            .matcher(answer.body());
    return line.find() ? Double.parseDouble(line.group(1)) : 0;
  }

  /** Does something that a limit keeps out at least so many times. */
  static void expect(Node server, String limit, int times, Runnable deed) {
    double before = by(server, limit);
    deed.run();
    double counted = by(server, limit) - before;
    assertTrue(counted >= times, limit + " counted " + counted + " and not " + times);
  }
}
