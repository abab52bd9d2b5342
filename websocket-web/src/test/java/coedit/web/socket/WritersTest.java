package coedit.web.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WritersTest {

  private static final long PATIENCE = 10;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Queue<Runnable> looks = new ArrayDeque<>();
  private volatile long now;

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private Writers writers(int workers) {
    return new Writers(threads, workers, PATIENCE, this::addLook, () -> now);
  }

  private synchronized void addLook(Runnable look) {
    looks.add(look);
  }

  private synchronized void patienceEnds() {
    now += PATIENCE;
    List<Runnable> due = new ArrayList<>(looks);
    looks.clear();
    due.forEach(Runnable::run);
  }

  @Test
  void oneWorkerRunsEverythingInOrder() throws InterruptedException {
    Writers writers = writers(1);
    List<Integer> done = new ArrayList<>();
    CountDownLatch all = new CountDownLatch(100);
    for (int i = 0; i < 100; i++) {
      int number = i;
      writers.execute(
          () -> {
            done.add(number);
            all.countDown();
          });
    }
    assertTrue(all.await(10, TimeUnit.SECONDS));
    assertEquals(100, done.size());
    assertTrue(done.stream().sorted().toList().equals(done), "in order");
  }

  @Test
  void aHeldWorkerIsReplacedAfterThePatience() throws InterruptedException {
    Writers writers = writers(1);
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch reads = new CountDownLatch(1);
    CountDownLatch others = new CountDownLatch(3);
    writers.execute(
        () -> {
          held.countDown();
          await(reads);
        });
    assertTrue(held.await(10, TimeUnit.SECONDS));
    for (int i = 0; i < 3; i++) {
      writers.execute(others::countDown);
    }
    assertEquals(3, others.getCount(), "the only worker is held");

    patienceEnds();

    assertTrue(others.await(10, TimeUnit.SECONDS), "another took its place");
    reads.countDown();
    CountDownLatch after = new CountDownLatch(1);
    writers.execute(after::countDown);
    assertTrue(after.await(10, TimeUnit.SECONDS), "and work goes on when it comes back");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
