package coedit.core.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class PulseTest {

  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private long now = -5;
  private final Pulse pulse = new Pulse(tasks::add, () -> now);

  @Test
  void isThereWhileTasksAreRunHoweverLate() {
    assertTrue(pulse.isThere(), "before the first beat");
    for (int i = 0; i < 3; i++) {
      pulse.beat();
      now += Pulse.PATIENCE.toNanos();
      assertTrue(pulse.isThere());
      tasks.remove().run();
    }
  }

  @Test
  void isGoneWhenATaskWaitsTooLongAndBackWhenItIsRun() {
    pulse.beat();
    now += Pulse.PATIENCE.toNanos() + 1;
    pulse.beat();
    assertEquals(1, tasks.size(), "one at a time");
    assertFalse(pulse.isThere());
    tasks.remove().run();
    assertTrue(pulse.isThere());
  }
}
