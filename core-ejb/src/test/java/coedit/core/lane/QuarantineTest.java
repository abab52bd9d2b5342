package coedit.core.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.core.fixture.Texts;
import coedit.model.DocumentId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QuarantineTest {

  private static final DocumentId DOCUMENT = Texts.document(1);

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger told = new AtomicInteger();
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
    public void lost(Thread thread) {}

    @Override
    public void grow() {
      missing.incrementAndGet();
    }

    @Override
    public void shrink() {
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

  /** Each in the middle of the one before, as if all at once. */
  private void stuck(List<DocumentId> documents, Runnable inTheMiddle) {
    if (documents.isEmpty()) {
      inTheMiddle.run();
    } else {
      quarantine
          .replaying(documents.get(0), told::incrementAndGet)
          .call(
              () -> {
                nanos.addAndGet(Duration.ofSeconds(11).toNanos());
                quarantine.look();
                stuck(documents.subList(1, documents.size()), inTheMiddle);
                return true;
              });
    }
  }

  @Test
  void beyondWhatIsReplacedWhoeverWaitsIsToldAllTheSame() {
    List<DocumentId> ten = LongStream.rangeClosed(1, 10).mapToObj(Texts::document).toList();
    stuck(
        ten,
        () -> {
          assertEquals(10, told.get());
          assertTrue(ten.stream().allMatch(quarantine::holds));
          assertEquals(Quarantine.MOST, lostOutside.get());
        });
    assertEquals(0, lostOutside.get());
    assertEquals(0, quarantine.size());
  }

  @Test
  void oneDocumentTakesOnePlaceHoweverManyThreadsItCosts() {
    List<DocumentId> calls = new ArrayList<>(Collections.nCopies(4, DOCUMENT));
    LongStream.range(2, 2 + Quarantine.MOST - 1).mapToObj(Texts::document).forEach(calls::add);
    stuck(calls, () -> assertEquals(calls.size(), lostOutside.get()));
    assertEquals(0, lostOutside.get());
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
