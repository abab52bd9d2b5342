package coedit.core.audit;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** Lets the same thing through once a minute, so that nobody fills the audit log. Thread-safe. */
public final class Seldom {

  private static final long PAUSE_MILLIS = Duration.ofMinutes(1).toMillis();
  private static final int MOST = 10_000;

  private final InstantSource clock;
  private final Map<String, Long> last =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MOST;
        }
      };

  public Seldom(InstantSource clock) {
    this.clock = clock;
  }

  synchronized boolean isDue(String what) {
    long now = clock.millis();
    Long before = last.get(what);
    if (before != null && now - before < PAUSE_MILLIS) {
      return false;
    }
    last.remove(what);
    last.put(what, now);
    return true;
  }
}
