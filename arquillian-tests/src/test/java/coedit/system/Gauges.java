package coedit.system;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What a server says of itself under {@code /metrics}. */
final class Gauges {

  private static final Pattern LINE =
      Pattern.compile("^(coedit_\\w+)(?:\\{[^}]*})? (\\S+)", Pattern.MULTILINE);

  private Gauges() {}

  /** By name, without what tells several of one name apart: those are summed up. */
  static Map<String, Double> of(Node server) {
    Map<String, Double> gauges = new TreeMap<>();
    LINE.matcher(Api.stranger(server).call("GET", "/metrics", "").body())
        .results()
        .forEach(
            line -> gauges.merge(line.group(1), Double.parseDouble(line.group(2)), Double::sum));
    return gauges;
  }
}
