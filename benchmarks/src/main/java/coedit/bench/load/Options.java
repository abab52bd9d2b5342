package coedit.bench.load;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The command line: a workload's name, then {@code --name value} pairs and flags.
 *
 * @param values flags have an empty value
 */
record Options(String workload, Map<String, String> values) {

  static final String USAGE =
      """
      usage: java -jar coedit-benchmarks.jar <workload> [--name value ...]

        pairs     200 documents with 2 editors each; --search raises the rate to the limit
        fanout    1 document, 20 editors, 200 readers
        latency   1 document, 2 editors, 10 readers, 10 operations/s
        idle      --connections 5000 that do nothing; needs --server-pid
        opening   joins --ids a,b,...; without --ids it first types --documents of --keystrokes
        header    prints the head of the table to which every other workload prints a row
        trace     --file trace.json.gz, sequential or of two concurrent authors; --limit n

      all:        --url http://127.0.0.1:9080 --user alice --password alice
                  --server-pid n --database-pid n (PostgreSQL's first process)
      the first three: --seconds 30 --warmup 20 --rate operations/s (0: closed loop)
                  --documents n --editors n --readers n
      """;

  private static final Set<String> FLAGS = Set.of("search");
  private static final Set<String> NAMES =
      Set.of(
          "url",
          "user",
          "password",
          "server-pid",
          "database-pid",
          "seconds",
          "warmup",
          "rate",
          "documents",
          "editors",
          "readers",
          "connections",
          "ids",
          "keystrokes",
          "file",
          "limit");

  Options {
    values = Map.copyOf(values);
  }

  static Options parse(String... arguments) {
    if (arguments.length == 0) {
      throw new IllegalArgumentException("a workload must be named");
    }
    Map<String, String> values = new HashMap<>();
    for (int i = 1; i < arguments.length; i++) {
      String name = arguments[i].startsWith("--") ? arguments[i].substring(2) : "";
      if (FLAGS.contains(name)) {
        values.put(name, "");
      } else if (NAMES.contains(name) && i + 1 < arguments.length) {
        values.put(name, arguments[++i]);
      } else {
        throw new IllegalArgumentException("unknown or incomplete: " + arguments[i]);
      }
    }
    return new Options(arguments[0], values);
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  String text(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  int number(String name, int otherwise) {
    return has(name) ? Integer.parseInt(text(name, "")) : otherwise;
  }

  double decimal(String name, double otherwise) {
    return has(name) ? Double.parseDouble(text(name, "")) : otherwise;
  }

  Duration seconds(String name, int otherwise) {
    return Duration.ofMillis((long) (1_000 * decimal(name, otherwise)));
  }

  URI url() {
    return URI.create(text("url", "http://127.0.0.1:9080"));
  }
}
