package coedit.bench.load;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a run counts. Latencies and rates count only while the window is open; broken promises count
 * always. On the loop's thread only.
 */
final class Measurement {

  private Histogram acknowledgements = new Histogram();
  private Histogram deliveries = new Histogram();
  private final Map<String, Long> incidents = new TreeMap<>();
  private boolean open;
  private long openedAt;
  private long closedAt;

  void open(long now) {
    acknowledgements = new Histogram();
    deliveries = new Histogram();
    open = true;
    openedAt = now;
  }

  void close(long now) {
    open = false;
    closedAt = now;
  }

  /** An editor learned that its operation is saved. */
  void acknowledged(long nanos) {
    if (open) {
      acknowledgements.record(nanos);
    }
  }

  /** A session was given somebody else's operation. */
  void delivered(long nanos) {
    if (open) {
      deliveries.record(nanos);
    }
  }

  /** Something that is no latency: a refusal, a lost connection, a gap in the revisions. */
  void incident(String what) {
    incidents.merge(what, 1L, Long::sum);
  }

  Map<String, Long> incidents() {
    return Map.copyOf(incidents);
  }

  Histogram acknowledgements() {
    return acknowledgements;
  }

  Histogram deliveries() {
    return deliveries;
  }

  double seconds() {
    return (closedAt - openedAt) / 1e9;
  }

  double acknowledgedPerSecond() {
    return acknowledgements.total() / seconds();
  }

  /** Operations handed to sessions per second, the authors' own copies included. */
  double deliveredPerSecond() {
    return (acknowledgements.total() + deliveries.total()) / seconds();
  }
}
