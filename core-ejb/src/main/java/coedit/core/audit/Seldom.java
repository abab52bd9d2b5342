package coedit.core.audit;

import coedit.core.service.AuditEvent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Lets the same event through once a minute, and no more than so many of one name of one person or
 * address, so that nobody fills the audit log by trying. Who has spent one name's share is noted as
 * such, and still has those of other names: nobody makes the log blind to something else. Remembers
 * a bounded number of events; those longest past go first. Thread-safe.
 */
final class Seldom {

  static final Duration PAUSE = Duration.ofMinutes(1);
  static final int MOST_OF_ONE = 100;
  private static final int MOST = 10_000;

  private final LongSupplier nanoTime;
  private final Map<AuditEvent, Long> last = bounded();
  private final Map<Share, Minute> shares = bounded();

  private record Share(String whose, String name) {}

  /** How many events there were since a moment. */
  private record Minute(long since, int events) {}

  Seldom(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  private static <K, V> Map<K, V> bounded() {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > MOST;
      }
    };
  }

  /** What is to be noted: the event, or that there are too many of them, or nothing. */
  synchronized Optional<AuditEvent> due(AuditEvent event) {
    long now = nanoTime.getAsLong();
    Long before = last.get(event);
    if (before != null && !isPast(before, now)) {
      return Optional.empty();
    }
    Optional<AuditEvent> noted = ofShare(new Share(event.actor(), event.name()), event, now);
    if (noted.filter(event::equals).isPresent()) {
      last.remove(event);
      last.put(event, now);
    }
    return noted;
  }

  /**
   * As {@link #due}, for what nobody knows who does: each time counts, and the share is that of the
   * place that it comes from.
   */
  synchronized Optional<AuditEvent> dueFrom(AuditEvent event, String from) {
    return ofShare(new Share("at " + from, event.name()), event, nanoTime.getAsLong());
  }

  private Optional<AuditEvent> ofShare(Share share, AuditEvent event, long now) {
    Minute minute = shares.get(share);
    if (minute == null || isPast(minute.since(), now)) {
      minute = new Minute(now, 0);
      shares.remove(share);
    }
    if (minute.events() > MOST_OF_ONE) {
      return Optional.empty();
    }
    shares.put(share, new Minute(minute.since(), minute.events() + 1));
    if (minute.events() == MOST_OF_ONE) {
      return Optional.of(
          AuditEvent.of(
              "events-left-out",
              event.actor(),
              event.address(),
              event.name() + ", after " + MOST_OF_ONE + " in this minute"));
    }
    return Optional.of(event);
  }

  private static boolean isPast(long then, long now) {
    return now - then >= PAUSE.toNanos();
  }
}
