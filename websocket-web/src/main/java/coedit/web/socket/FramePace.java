package coedit.web.socket;

import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * As many frames in a second as a screen shows pictures, with a reserve that one person's typing
 * never uses up. A frame costs the server far more than a message in it, and where twenty people
 * type into one document for two hundred readers, frames are most of the work.
 */
final class FramePace implements Pace {

  private static final int PER_SECOND = 60;
  private static final int RESERVE = 30;

  private final TokenBucket frames;
  private final Consumer<Runnable> nextTick;

  /**
   * @param nextTick runs an action at the next of the server's ticks
   */
  FramePace(LongSupplier nanoTime, Consumer<Runnable> nextTick) {
    this.frames = new TokenBucket(PER_SECOND, RESERVE, nanoTime);
    this.nextTick = nextTick;
  }

  @Override
  public boolean takes(Runnable then) {
    boolean now = frames.take();
    if (!now) {
      nextTick.accept(then);
    }
    return now;
  }
}
