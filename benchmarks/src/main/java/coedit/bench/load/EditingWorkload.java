package coedit.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * Editors type and readers follow; {@code pairs}, {@code fanout} and {@code latency} are sizes of
 * it.
 */
final class EditingWorkload {

  /** What a delivery may take at p99 for a rate to count as carried. */
  private static final double LIMIT_MILLIS = 100;

  /** What share of the wanted rate must be acknowledged for it to count as carried. */
  private static final double CARRIED = 0.97;

  private static final double STEP = 1.3;
  private static final int REFINEMENTS = 3;

  /** Revisions a session may lag behind: what its outbound queue could hold at most. */
  private static final int CLOCK_PER_RUN = 1 << 19;

  private final Options options;
  private final ProcessorMeter meter;

  EditingWorkload(Options options) {
    this.options = options;
    this.meter = ProcessorMeter.of(options);
  }

  Report run(CoeditApi api) throws IOException {
    Crowd crowd = Crowd.of(options);
    try (Fleet fleet = new Fleet(api.handshake())) {
      int capacity = Integer.highestOneBit(Math.max(4_096, CLOCK_PER_RUN / crowd.documents()));
      for (int i = 0; i < crowd.documents(); i++) {
        String document = api.create("text", options.workload() + " " + i);
        fleet.join(document, crowd.editors(), crowd.readers(), capacity);
      }
      fleet.awaitJoined();
      Duration warmup = options.seconds("warmup", 20);
      return options.has("search") ? search(fleet, crowd, warmup) : run(fleet, crowd, warmup);
    }
  }

  private Report run(Fleet fleet, Crowd crowd, Duration warmup) {
    fleet.type(crowd.ratePerEditor());
    fleet.await(warmup);
    fleet.openWindow();
    ProcessorTime before = meter.read();
    fleet.await(options.seconds("seconds", 30));
    ProcessorTime used = meter.read().since(before);
    fleet.closeWindow();
    fleet.settle();
    return report(crowd, fleet.measurement(), used);
  }

  /**
   * Raises the rate until it is not carried, then halves the distance a few times. A rate is not
   * carried when it fails twice: one collection, or one moment the host gave to somebody else,
   * would end the search far too low.
   */
  private Report search(Fleet fleet, Crowd crowd, Duration warmup) {
    double rate = crowd.rate() == 0 ? 1_000 : crowd.rate();
    double tooMuch = Double.MAX_VALUE;
    int refinements = REFINEMENTS;
    Report best =
        Report.of(
            options.workload(), crowd.toString(), "no rate was carried", fleetIncidents(fleet));
    double carried = 0;
    Duration pause = warmup;
    boolean failedOnce = false;
    while (refinements > 0) {
      Report report = run(fleet, crowd.at(rate), pause);
      System.err.println(report.row());
      pause = warmup.dividedBy(4);
      boolean hit = isCarried(fleet.measurement(), rate);
      if (!hit && !failedOnce) {
        failedOnce = true;
        continue;
      }
      failedOnce = false;
      if (hit) {
        best = report;
        carried = rate;
      } else {
        tooMuch = rate;
      }
      boolean bounded = tooMuch < Double.MAX_VALUE;
      refinements -= bounded ? 1 : 0;
      rate = bounded ? (carried + tooMuch) / 2 : rate * STEP;
    }
    return best;
  }

  private static Map<String, Long> fleetIncidents(Fleet fleet) {
    return fleet.measurement().incidents();
  }

  private static boolean isCarried(Measurement measured, double rate) {
    return measured.deliveries().millisAt(0.99) < LIMIT_MILLIS
        && measured.acknowledgedPerSecond() >= CARRIED * rate;
  }

  private Report report(Crowd crowd, Measurement measured, ProcessorTime used) {
    String result =
        String.format(
            Locale.ROOT,
            "%,.0f op/s acknowledged, %,.0f op/s delivered",
            measured.acknowledgedPerSecond(),
            measured.deliveredPerSecond());
    return new Report(
        options.workload(),
        crowd.toString(),
        result,
        measured.acknowledgements().p50AndP99(),
        measured.deliveries().p50AndP99(),
        Report.cost(used, measured.acknowledgements().total(), measured.seconds()),
        measured.incidents());
  }
}
