package coedit.core.sequence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.core.fixture.Texts;
import coedit.core.mailbox.Timer;
import coedit.core.sequence.SequencingEntry.Answer;
import coedit.core.sequence.SequencingEntry.Append;
import coedit.model.DocumentId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class MapBreakerTest {

  private static final DocumentId DOCUMENT = Texts.document(1);
  private static final Append ONE = new Append(1, 0, 0, 0, 1, 1);

  private final SilentMap map = new SilentMap();
  private volatile long millis;

  private final Timer time =
      new Timer() {
        @Override
        public void after(Duration delay, Runnable action) {
          throw new IllegalStateException("no call has a timer of its own");
        }

        @Override
        public long millis() {
          return millis;
        }
      };

  private final MapBreaker breaker = new MapBreaker(map, time, Duration.ofSeconds(8));

  private CompletableFuture<Answer> ask() {
    return breaker.append(DOCUMENT, 0, ONE).toCompletableFuture();
  }

  private void pass(long seconds) {
    for (int i = 0; i < seconds; i++) {
      millis += 1_000;
      breaker.look();
    }
  }

  private static Throwable failureOf(CompletableFuture<?> call) {
    return assertThrows(CompletionException.class, call::join).getCause();
  }

  private void open() {
    map.silent = true;
    ask();
    ask();
    ask();
    pass(8);
    assertEquals(2, breaker.state());
  }

  @Test
  void whatIsAnsweredPasses() {
    breaker.install(DOCUMENT, 0, new SequencingEntry(1, 0, 0, 1));
    assertEquals(new Answer.Assigned(1, 1), ask().join());
    assertEquals(0, breaker.waiting());
    assertEquals(0, breaker.state());
  }

  @Test
  void aCallThatIsNeverAnsweredFailsInTime() {
    map.silent = true;
    CompletableFuture<Answer> call = ask();
    pass(7);
    assertFalse(call.isDone());
    assertEquals(1, breaker.waiting());
    pass(1);
    assertInstanceOf(TimeoutException.class, failureOf(call));
    assertEquals(0, breaker.waiting());
  }

  @Test
  void anAnswerThatComesTooLateIsNotHeard() {
    map.silent = true;
    CompletableFuture<Answer> call = ask();
    pass(8);
    map.answerAll();
    assertInstanceOf(TimeoutException.class, failureOf(call));
  }

  @Test
  void aMapThatHasEndedItselfFailsTheCallAndThrowsNothing() {
    map.ended = true;
    CompletableFuture<Answer> call = ask();
    assertInstanceOf(IllegalStateException.class, failureOf(call));
  }

  @Test
  void aMapThatDoesNotAnswerIsNotAskedAnyMore() {
    open();
    assertTrue(breaker.isAway());
    int asked = map.asked;
    assertInstanceOf(MapAwayException.class, failureOf(ask()));
    assertEquals(asked, map.asked);
    assertEquals(1, breaker.refused());
  }

  @Test
  void oneCallIsTriedAfterAWhileAndAnAnswerCloses() {
    open();
    pass(3);
    assertEquals(1, breaker.state());
    CompletableFuture<Answer> tried = ask();
    assertInstanceOf(MapAwayException.class, failureOf(ask()), "only one is tried");
    map.answerAll();
    assertEquals(new Answer.Recover(), tried.join());
    assertEquals(0, breaker.state());
  }

  /** What is tried must count, however soon after the turn it is asked: only one is tried. */
  @Test
  void whoAsksInTheVeryMomentInWhichItTurnsHalfOpenClosesIt() throws InterruptedException {
    AtomicBoolean enough = new AtomicBoolean();
    Thread asking =
        new Thread(
            () -> {
              while (!enough.get()) {
                ask();
              }
            });
    asking.start();
    try {
      for (int turn = 0; turn < 500; turn++) {
        map.ended = true;
        await(2, turn);
        map.ended = false;
        pass(3);
        await(0, turn);
      }
    } finally {
      enough.set(true);
      asking.join();
    }
  }

  private void await(int state, int turn) {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (breaker.state() != state) {
      assertTrue(System.nanoTime() < end, "turn " + turn + " is left at " + breaker.state());
      Thread.onSpinWait();
    }
  }

  @Test
  void oneThatIsTriedAndNotAnsweredOpensAgain() {
    open();
    pass(3);
    ask();
    pass(8);
    assertEquals(2, breaker.state());
    pass(3);
    assertEquals(1, breaker.state());
  }

  @Test
  void whatBecomesOfCallsFromBeforeItOpenedSaysNothingOfNow() {
    map.silent = true;
    ask();
    ask();
    ask();
    pass(4);
    List<CompletableFuture<Answer>> later = List.of(ask(), ask(), ask());
    pass(4);
    assertEquals(2, breaker.state());
    pass(3);
    assertEquals(1, breaker.state());
    pass(1);
    later.forEach(call -> assertInstanceOf(TimeoutException.class, failureOf(call)));
    assertEquals(1, breaker.state(), "they were asked before");
    CompletableFuture<Answer> tried = ask();
    map.answerAll();
    assertEquals(new Answer.Recover(), tried.join());
    assertEquals(0, breaker.state());
  }
}
