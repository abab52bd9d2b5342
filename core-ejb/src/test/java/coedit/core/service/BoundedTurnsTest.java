package coedit.core.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BoundedTurnsTest {

  private final WaitingPlaces places = new WaitingPlaces(8);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CompletableFuture<String> working = new CompletableFuture<>();

  @AfterEach
  void stop() {
    working.complete("done");
    threads.shutdownNow();
  }

  @Test
  void whoHasNoTurnInTimeIsToldSoAndNothingIsDone() throws Exception {
    BoundedTurns turns = new BoundedTurns(places, 1, Duration.ZERO, "passwords", "busy");
    Future<String> first = busy(turns);
    AtomicInteger done = new AtomicInteger();
    assertThrows(BusyException.class, () -> turns.take(done::incrementAndGet));
    assertEquals(0, done.get());
    working.complete("done");
    assertEquals("done", first.get());
    assertEquals(1, turns.take(done::incrementAndGet));
  }

  @Test
  void aTurnIsGivenBackWhateverIsThrown() {
    BoundedTurns turns = new BoundedTurns(places, 1, Duration.ZERO, "passwords", "busy");
    for (int i = 0; i < 3; i++) {
      assertThrows(IllegalStateException.class, () -> turns.take(BoundedTurnsTest::fail));
    }
    assertEquals("next", turns.take(() -> "next"));
  }

  /** A thread that waits is lost to everybody else. */
  @Test
  void onlySoManyWait() throws Exception {
    BoundedTurns turns = new BoundedTurns(places, 1, Duration.ofHours(1), "passwords", "busy");
    Future<String> first = busy(turns);
    List<Future<String>> others = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      others.add(threads.submit(() -> turns.take(() -> "waited")));
    }
    AtomicInteger refused = new AtomicInteger();
    while (refused.get() == 0) {
      refused.set((int) others.stream().filter(Future::isDone).count());
    }
    working.complete("done");
    assertEquals("done", first.get());
    int waited = 0;
    for (Future<String> other : others) {
      try {
        assertEquals("waited", other.get());
        waited++;
      } catch (ExecutionException busy) {
        assertTrue(busy.getCause() instanceof BusyException, busy.toString());
      }
    }
    assertTrue(waited >= 8 && waited < 20, waited + " waited");
  }

  @Test
  void whoWaitsForSomethingElseTakesAPlaceAsWell() throws Exception {
    WaitingPlaces one = new WaitingPlaces(1);
    BoundedTurns passwords = new BoundedTurns(one, 1, Duration.ofHours(1), "passwords", "busy");
    BoundedTurns exports = new BoundedTurns(one, 1, Duration.ofHours(1), "exports", "busy");
    Future<String> first = busy(passwords);
    Future<String> second = busy(exports);
    Future<String> waits = threads.submit(() -> passwords.take(() -> "waited"));
    while (one.free() > 0) {
      Thread.onSpinWait();
    }
    assertThrows(BusyException.class, () -> exports.take(() -> "waited"));
    working.complete("done");
    assertEquals("done", first.get());
    assertEquals("done", second.get());
    assertEquals("waited", waits.get());
    assertEquals(1, one.free());
  }

  private Future<String> busy(BoundedTurns turns) throws Exception {
    CompletableFuture<Void> begun = new CompletableFuture<>();
    Future<String> first =
        threads.submit(
            () ->
                turns.take(
                    () -> {
                      begun.complete(null);
                      return working.join();
                    }));
    begun.get();
    return first;
  }

  private static String fail() {
    throw new IllegalStateException("made by the test");
  }
}
