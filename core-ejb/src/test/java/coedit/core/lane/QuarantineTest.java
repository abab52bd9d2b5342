package coedit.core.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.core.fixture.Texts;
import coedit.model.DocumentId;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QuarantineTest {

  private static final DocumentId DOCUMENT = Texts.document(1);

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger lost = new AtomicInteger();
  private final AtomicInteger lostOutside = new AtomicInteger();
  private final Quarantine quarantine =
      new Quarantine(
          Duration.ofSeconds(10), new Counted(lost), new Counted(lostOutside), nanos::get);
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final CountDownLatch inside = new CountDownLatch(1);
  private final CountDownLatch free = new CountDownLatch(1);

  private record Counted(AtomicInteger missing) implements Quarantine.Threads {
    @Override
    public void lostOne(Thread thread) {
      missing.incrementAndGet();
    }

    @Override
    public void foundOne() {
      missing.decrementAndGet();
    }
  }

  @AfterEach
  void stop() {
    free.countDown();
    thread.shutdownNow();
  }

  /** A type that does not listen when it is told to stop. */
  private Future<Boolean> loops() {
    Future<Boolean> ended =
        thread.submit(
            () -> {
              quarantine.watched(
                  DOCUMENT,
                  () -> {
                    inside.countDown();
                    boolean told = false;
                    while (free.getCount() > 0) {
                      told |= Thread.interrupted();
                      Thread.onSpinWait();
                    }
                    return told;
                  },
                  () -> {});
              return Thread.currentThread().isInterrupted();
            });
    return ended;
  }

  @Test
  void aTypeThatDoesNotComeBackCostsItsDocumentAndAThreadUntilItDoes() throws Exception {
    Future<Boolean> ended = loops();
    assertTrue(inside.await(20, TimeUnit.SECONDS));
    quarantine.look();
    assertEquals(0, quarantine.size());
    nanos.set(Duration.ofSeconds(11).toNanos());
    quarantine.look();
    quarantine.look();
    assertTrue(quarantine.holds(DOCUMENT));
    assertFalse(quarantine.holds(Texts.document(2)));
    assertEquals(1, lost.get());
    free.countDown();
    assertFalse(ended.get(20, TimeUnit.SECONDS), "what was meant for the type reaches nobody else");
    assertFalse(quarantine.holds(DOCUMENT));
    assertEquals(0, lost.get());
  }

  /** Looked at in the middle of the call, by which time is up. */
  @Test
  void outsideItsLaneATypeThatDoesNotComeBackCostsAThreadThereAndWhoeverWaitsIsTold() {
    AtomicInteger told = new AtomicInteger();
    Replaying replaying = quarantine.replaying(DOCUMENT, told::incrementAndGet);
    boolean held =
        replaying.call(
            () -> {
              nanos.set(Duration.ofSeconds(11).toNanos());
              quarantine.look();
              quarantine.look();
              assertEquals(1, quarantine.running());
              assertEquals(1, lostOutside.get());
              return quarantine.holds(DOCUMENT);
            });
    assertTrue(held);
    assertEquals(1, told.get());
    assertEquals(0, lost.get());
    assertEquals(0, lostOutside.get());
    assertFalse(quarantine.holds(DOCUMENT));
    assertFalse(Thread.currentThread().isInterrupted());
  }

  @Test
  void aCallThatCameBackInTimeIsForgotten() {
    assertEquals("done", quarantine.watched(DOCUMENT, () -> "done", () -> {}));
    nanos.set(Duration.ofSeconds(11).toNanos());
    quarantine.look();
    assertEquals(0, quarantine.size());
    assertEquals(0, lost.get());
  }
}
