package coedit.web.auth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** A clock that stands still until a test moves it. */
final class SettableClock extends Clock {

  private Instant now = Instant.parse("2026-03-01T10:00:00Z");

  void advance(Duration duration) {
    now = now.plus(duration);
  }

  /** The same for who asks for time that passes evenly. */
  long nanoTime() {
    return ChronoUnit.NANOS.between(Instant.EPOCH, now);
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
