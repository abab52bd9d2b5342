package coedit.core.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/** Time and order of a run: what is ready runs in random order, time passes when nothing is. */
final class Schedule {

  private record Later(long atMillis, long number, Runnable task) {}

  private final Random random;
  private final List<Runnable> ready = new ArrayList<>();
  private final PriorityQueue<Later> later =
      new PriorityQueue<>(
          Comparator.comparingLong(Later::atMillis).thenComparingLong(Later::number));
  private long nowMillis = 1_000_000;
  private long numbers;

  Schedule(Random random) {
    this.random = random;
  }

  void soon(Runnable task) {
    ready.add(task);
  }

  void after(Duration delay, Runnable task) {
    later.add(new Later(nowMillis + delay.toMillis(), numbers++, task));
  }

  /** Runs one task; lets time pass up to the next one when none is ready, or now and then. */
  void step() {
    if (ready.isEmpty() || random.nextInt(40) == 0) {
      Later next = later.poll();
      if (next != null) {
        nowMillis = Math.max(nowMillis, next.atMillis());
        next.task().run();
        return;
      }
    }
    if (!ready.isEmpty()) {
      int index = random.nextInt(ready.size());
      Runnable last = ready.remove(ready.size() - 1);
      Runnable task = index == ready.size() ? last : ready.set(index, last);
      task.run();
    }
  }

  boolean isIdle() {
    return ready.isEmpty();
  }

  long nowMillis() {
    return nowMillis;
  }
}
