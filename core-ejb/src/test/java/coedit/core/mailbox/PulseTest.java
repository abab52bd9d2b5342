package coedit.core.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class PulseTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private long now = -5;
  private boolean counts = true;
  private long done;
  private final Pulse pulse = new Pulse(tasks::add, () -> done, PATIENCE, () -> counts, () -> now);

  @Test
  void isThereWhileTasksAreRunHoweverLate() {
    assertTrue(pulse.isThere(), "before the first beat");
    for (int i = 0; i < 3; i++) {
      pulse.beat();
      now += PATIENCE.toNanos();
      assertTrue(pulse.isThere());
      tasks.remove().run();
    }
  }

  /** As threads are that wait for a database. */
  @Test
  void timeInWhichTheyCannotTakeWorkIsNotCounted() {
    pulse.beat();
    counts = false;
    now += 2 * PATIENCE.toNanos();
    pulse.beat();
    assertTrue(pulse.isThere());
    counts = true;
    now += PATIENCE.toNanos();
    pulse.beat();
    assertTrue(pulse.isThere());
    now += 1;
    assertFalse(pulse.isThere());
  }

  /** Overload is no reason to die: all that waits would come again. */
  @Test
  void isThereWhileOthersTasksAreDoneHoweverManyWait() {
    for (int i = 0; i < 10; i++) {
      pulse.beat();
      now += PATIENCE.toNanos();
      assertTrue(pulse.isThere());
      done++;
    }
    pulse.beat();
    now += PATIENCE.toNanos() + 1;
    pulse.beat();
    assertFalse(pulse.isThere(), "nothing is done any more");
  }

  @Test
  void isGoneWhenATaskWaitsTooLongAndBackWhenItIsRun() {
    pulse.beat();
    now += PATIENCE.toNanos() + 1;
    pulse.beat();
    assertEquals(1, tasks.size(), "one at a time");
    assertFalse(pulse.isThere());
    tasks.remove().run();
    assertTrue(pulse.isThere());
  }
}
