package coedit.bench.load;

import java.util.Map;
import java.util.StringJoiner;

/**
 * The outcome of one workload, as a row of a Markdown table.
 *
 * @param incidents what must not happen in a good run, by kind
 */
record Report(
    String workload,
    String setting,
    String result,
    String acknowledgement,
    String delivery,
    String cost,
    Map<String, Long> incidents) {

  static final String HEADER =
      """
      | workload | setting | result | acknowledged p50 / p99 ms | delivered p50 / p99 ms \
      | CPU s per 1,000 operations: server, database (generator's share of a core) | incidents |
      | --- | --- | --- | --- | --- | --- | --- |""";

  Report {
    incidents = Map.copyOf(incidents);
  }

  static Report of(String workload, String setting, String result, Map<String, Long> incidents) {
    return new Report(workload, setting, result, "-", "-", "-", incidents);
  }

  /** The cost column: what the processes used for so many operations within these seconds. */
  static String cost(ProcessorTime used, long operations, double seconds) {
    double thousands = Math.max(1, operations) / 1_000.0;
    return "%.3f, %.3f (%.0f %%)"
        .formatted(
            used.server() / thousands,
            used.database() / thousands,
            100 * used.generator() / seconds);
  }

  String row() {
    StringJoiner row = new StringJoiner(" | ", "| ", " |");
    row.add(workload).add(setting).add(result).add(acknowledgement).add(delivery).add(cost);
    return row.add(incidents.isEmpty() ? "none" : incidents.toString()).toString();
  }
}
