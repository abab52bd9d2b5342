package coedit.core.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.persistence.memory.InMemoryOperationLog;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

class StoreWatchTest {

  private final InMemoryOperationLog log = new InMemoryOperationLog(64);
  private final Deque<Runnable> calls = new ArrayDeque<>();
  private final Committer committer =
      new Committer(
          log,
          new ShardLeases(log, "here", Runnable::run),
          new Committer.Settings(100, Duration.ZERO),
          result -> {});
  private boolean away;
  private boolean restored;
  private long nanos;

  private final StoreWatch watch =
      new StoreWatch(committer, this::question, calls::add, () -> nanos);

  private boolean question() {
    if (away) {
      throw new IllegalStateException("no connection");
    }
    return !restored;
  }

  /** Its commits would go into a history that its rooms do not know. */
  @Test
  void aServerWhoseDatabaseWasReplacedIsOutForGood() {
    restored = true;
    watch.look();
    assertFalse(watch.isOutlived());
    calls.remove().run();
    assertTrue(watch.isOutlived());
    assertFalse(watch.isReachable());
    restored = false;
    watch.look();
    calls.remove().run();
    assertTrue(watch.isOutlived(), "what it has in memory is of the other one");
    assertFalse(watch.isReachable());
  }

  @Test
  void isReachableAsLongAsQuestionsAreAnswered() {
    assertTrue(watch.isReachable());
    away = true;
    watch.look();
    calls.remove().run();
    assertFalse(watch.isReachable());
    away = false;
    watch.look();
    calls.remove().run();
    assertTrue(watch.isReachable());
  }

  @Test
  void aQuestionThatStaysOpenMeansThatTheDatabaseStandsStill() {
    watch.look();
    nanos += StoreWatch.PATIENCE.toNanos();
    assertTrue(watch.isReachable());
    nanos++;
    assertFalse(watch.isReachable());
    watch.look();
    assertEquals(1, calls.size(), "one question at a time");
    calls.remove().run();
    assertTrue(watch.isReachable());
  }

  @Test
  void aCommitterThatHasEndedUnaskedIsDead() throws InterruptedException {
    assertTrue(watch.isCommitterAlive(), "not started yet");
    Thread thread = new Thread(committer);
    thread.start();
    thread.interrupt();
    thread.join();
    assertFalse(watch.isCommitterAlive());
    committer.stop(Duration.ZERO);
    assertTrue(watch.isCommitterAlive(), "stopped on purpose");
  }
}
