package coedit.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class HistogramTest {

  @Test
  void percentilesAreRightToOnePercent() {
    Histogram histogram = new Histogram();
    for (int micros = 1; micros <= 1_000_000; micros++) {
      histogram.record(micros * 1_000L);
    }
    assertEquals(500, histogram.millisAt(0.5), 5);
    assertEquals(990, histogram.millisAt(0.99), 10);
    assertEquals(0.1, histogram.millisAt(0.0001), 0.002);
  }

  @Test
  void hugeAndNegativeDurationsAreCountedToo() {
    Histogram histogram = new Histogram();
    histogram.record(Long.MAX_VALUE);
    histogram.record(-5);
    assertEquals(2, histogram.total());
  }
}
