package coedit.core.mailbox;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * For what a log should hear now and then, however often it happens: once in ten seconds. Safe for
 * several threads.
 */
public final class Rarely {

  static final Duration PAUSE = Duration.ofSeconds(10);

  private final LongSupplier millis;
  private boolean told;
  private long lastMillis;
  private long unsaid;

  /**
   * @param millis time that passes evenly
   */
  public Rarely(LongSupplier millis) {
    this.millis = millis;
  }

  /** It happens again: how often it did unheard before, if it is to be heard now. */
  public synchronized OptionalLong again() {
    long now = millis.getAsLong();
    if (told && now - lastMillis < PAUSE.toMillis()) {
      unsaid++;
      return OptionalLong.empty();
    }
    told = true;
    lastMillis = now;
    long before = unsaid;
    unsaid = 0;
    return OptionalLong.of(before);
  }
}
