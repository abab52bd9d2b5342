package coedit.core.simulation;

import java.time.Instant;
import java.time.InstantSource;

/** A wall clock that shows what somebody has set it to. */
final class WrongClock implements InstantSource {

  private final Schedule schedule;
  private long errorMillis;

  WrongClock(Schedule schedule) {
    this.schedule = schedule;
  }

  void isWrongBy(long millis) {
    errorMillis = millis;
  }

  @Override
  public Instant instant() {
    // Away from zero, so that stamps of a clock that is set back stay positive.
    return Instant.ofEpochMilli(1_000_000_000 + schedule.nowMillis() + errorMillis);
  }
}
