package coedit.core.simulation;

import java.time.Duration;

/** What a conversation waits for, as in {@code timers.ts}: each for one thing at a time. */
final class ClientTimers {

  private static final int RETRY_MILLIS = 1_000;
  private static final int ANSWER_MILLIS = 30_000;

  private final World world;
  private final Alarm toSubmit = new Alarm();
  private final Alarm toRetry = new Alarm();
  private final Alarm toBeAnswered = new Alarm();

  ClientTimers(World world) {
    this.world = world;
  }

  /** Runs it later, unless something like it is planned already. */
  void submitIn(long millis, Runnable action) {
    if (!toSubmit.isSet) {
      toSubmit.set(millis, action);
    }
  }

  /** When the server asks for it, and up to half as long again. */
  void retryIn(Duration asked, Runnable action) {
    long millis = asked.isZero() ? RETRY_MILLIS : asked.toMillis();
    toRetry.set(millis + world.random.nextInt((int) millis / 2 + 1), action);
  }

  void expectAnswer(Runnable overdue) {
    toBeAnswered.set(ANSWER_MILLIS, overdue);
  }

  void answered() {
    toBeAnswered.isSet = false;
  }

  void stop() {
    toSubmit.isSet = false;
    toRetry.isSet = false;
    toBeAnswered.isSet = false;
  }

  /** One thing to be done later, which may be put off or called off. */
  private final class Alarm {
    private int number;
    private boolean isSet;

    private void set(long millis, Runnable action) {
      int mine = ++number;
      isSet = true;
      world.schedule.after(
          Duration.ofMillis(millis),
          () -> {
            if (isSet && mine == number) {
              isSet = false;
              action.run();
            }
          });
    }
  }
}
