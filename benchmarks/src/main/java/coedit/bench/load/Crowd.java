package coedit.bench.load;

import java.util.Locale;

/**
 * Who edits and who reads.
 *
 * @param editors per document
 * @param readers per document
 * @param rate operations per second of all editors together; 0: each types its next character when
 *     the last is acknowledged
 */
record Crowd(int documents, int editors, int readers, double rate) {

  Crowd {
    if (documents < 1 || editors < 0 || readers < 0 || rate < 0) {
      throw new IllegalArgumentException("a crowd of nobody");
    }
  }

  /** The crowd of a workload's name, changed by what the command line says. */
  static Crowd of(Options options) {
    Crowd usual =
        switch (options.workload()) {
          case "pairs" -> new Crowd(200, 2, 0, 2_000);
          case "fanout" -> new Crowd(1, 20, 200, 0);
          case "latency" -> new Crowd(1, 2, 10, 10);
          default -> throw new IllegalArgumentException(options.workload());
        };
    return new Crowd(
        options.number("documents", usual.documents),
        options.number("editors", usual.editors),
        options.number("readers", usual.readers),
        options.decimal("rate", usual.rate));
  }

  Crowd at(double otherRate) {
    return new Crowd(documents, editors, readers, otherRate);
  }

  int connections() {
    return documents * (editors + readers);
  }

  double ratePerEditor() {
    return rate / (documents * editors);
  }

  @Override
  public String toString() {
    String pace = rate == 0 ? "closed loop" : String.format(Locale.ROOT, "%,.0f op/s", rate);
    return documents + " doc x (" + editors + " editors + " + readers + " readers), " + pace;
  }
}
