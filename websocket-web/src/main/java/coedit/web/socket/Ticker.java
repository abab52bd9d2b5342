package coedit.web.socket;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Runs what was handed to it at the next tick; ticks only while something waits. */
final class Ticker implements Consumer<Runnable> {

  private final Consumer<Runnable> afterPeriod;
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean planned = new AtomicBoolean();

  /**
   * @param afterPeriod runs an action once, a period from now
   */
  Ticker(Consumer<Runnable> afterPeriod) {
    this.afterPeriod = afterPeriod;
  }

  /**
   * @param action short; it must neither throw nor block
   */
  @Override
  public void accept(Runnable action) {
    waiting.add(action);
    if (planned.compareAndSet(false, true)) {
      try {
        afterPeriod.accept(this::tick);
      } catch (RejectedExecutionException stopping) {
        planned.set(false);
      }
    }
  }

  private void tick() {
    // What comes from now on is for the next tick, also if it comes from these actions.
    planned.set(false);
    for (int left = waiting.size(); left > 0; left--) {
      Runnable action = waiting.poll();
      if (action != null) {
        action.run();
      }
    }
  }
}
