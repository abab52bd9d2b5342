package coedit.web.socket;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClosersTest {

  private static final int AT_ONCE = 2;
  private static final int MOST_LOST = 1_024;

  private final AtomicLong now = new AtomicLong();
  private final CountDownLatch end = new CountDownLatch(1);
  private final Closers closers = new Closers(AT_ONCE, ClosersTest::thread, now::get);

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "closer");
    thread.setDaemon(true);
    return thread;
  }

  @AfterEach
  void end() {
    end.countDown();
    closers.shutdown();
  }

  /** So many closings that do not come back, all of them begun. */
  private void hold(int count) throws InterruptedException {
    CountDownLatch held = new CountDownLatch(count);
    for (int i = 0; i < count; i++) {
      closers.execute(
          () -> {
            held.countDown();
            awaitEnd();
          });
    }
    assertTrue(held.await(20, TimeUnit.SECONDS));
  }

  /** As a wait that is resumed when it is interrupted. */
  private void awaitEnd() {
    boolean ended = false;
    while (!ended) {
      try {
        end.await();
        ended = true;
      } catch (InterruptedException again) {
        // waits on
      }
    }
  }

  @Test
  void whoIsHeldForLongIsWoken() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch woken = new CountDownLatch(1);
    closers.execute(
        () -> {
          try {
            begun.countDown();
            end.await();
          } catch (InterruptedException interrupted) {
            woken.countDown();
          }
        });
    assertTrue(begun.await(20, TimeUnit.SECONDS));
    now.addAndGet(TimeUnit.SECONDS.toNanos(14));
    closers.look();
    assertFalse(woken.await(50, TimeUnit.MILLISECONDS), "it may come back yet");
    now.addAndGet(TimeUnit.SECONDS.toNanos(1));
    closers.look();
    assertTrue(woken.await(20, TimeUnit.SECONDS));
  }

  @Test
  void othersTakeThePlacesOfThreadsThatDoNotComeBack() throws InterruptedException {
    hold(AT_ONCE);
    CountDownLatch closed = new CountDownLatch(1);
    closers.execute(closed::countDown);
    now.addAndGet(TimeUnit.SECONDS.toNanos(59));
    closers.look();
    assertFalse(closed.await(50, TimeUnit.MILLISECONDS), "they may come back yet");
    now.addAndGet(TimeUnit.SECONDS.toNanos(1));
    closers.look();
    assertTrue(closed.await(20, TimeUnit.SECONDS));
    assertFalse(closers.areSpent());
  }

  @Test
  void thereIsAnEndToThat() throws InterruptedException {
    int lost = 0;
    while (lost < MOST_LOST) {
      hold(AT_ONCE);
      lost += AT_ONCE;
      now.addAndGet(TimeUnit.MINUTES.toNanos(1));
      closers.look();
    }
    assertTrue(closers.areSpent());
    hold(AT_ONCE);
    now.addAndGet(TimeUnit.MINUTES.toNanos(1));
    closers.look();
    CountDownLatch closed = new CountDownLatch(1);
    closers.execute(closed::countDown);
    assertFalse(closed.await(50, TimeUnit.MILLISECONDS), "no more than that");
  }
}
