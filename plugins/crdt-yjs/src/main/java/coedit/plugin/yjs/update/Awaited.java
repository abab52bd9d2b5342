package coedit.plugin.yjs.update;

import java.util.HashMap;
import java.util.Map;

/** Clocks that something waits for: of each client the lowest. */
final class Awaited {

  private final Map<Long, Integer> clocks = new HashMap<>();

  void add(long client, int clock) {
    clocks.merge(client, clock, Math::min);
  }

  /** What either waits for. */
  Awaited or(Awaited other) {
    Awaited either = new Awaited();
    clocks.forEach(either::add);
    other.clocks.forEach(either::add);
    return either;
  }

  /** Whether one of them has come. */
  boolean hasCome(Known known) {
    for (Map.Entry<Long, Integer> entry : clocks.entrySet()) {
      if (entry.getValue() < known.clock(entry.getKey())) {
        return true;
      }
    }
    return false;
  }
}
