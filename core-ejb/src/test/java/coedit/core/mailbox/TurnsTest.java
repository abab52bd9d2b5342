package coedit.core.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {

  private final Deque<Runnable> pool = new ArrayDeque<>();
  private final Turns turns = new Turns(pool::add);
  private final List<String> done = new ArrayList<>();

  private Runnable note(String what) {
    return () -> done.add(what);
  }

  @Test
  void theFirstTaskHandedOnFollowsOnTheSameThreadTheOthersGoToThePool() {
    turns.execute(
        () -> {
          turns.execute(note("kept"));
          turns.execute(note("shared"));
          done.add("turn");
        });
    pool.remove().run();
    assertEquals(List.of("turn", "kept"), done);
    assertEquals(1, pool.size());
    pool.remove().run();
    assertEquals(List.of("turn", "kept", "shared"), done);
  }

  @Test
  void aChainGivesWayToWhatWaitsInThePool() {
    turns.execute(new Chain(40));
    turns.execute(note("waiting"));
    pool.remove().run();
    assertEquals(16, done.size());
    pool.remove().run();
    assertEquals("waiting", done.get(16));
    pool.remove().run();
    assertEquals(33, done.size());
    pool.remove().run();
    assertEquals(41, done.size());
    assertEquals(0, pool.size());
  }

  @Test
  void whatFollowsOnAThreadThatIsLostIsRunByAnother() {
    turns.execute(
        () -> {
          turns.execute(note("kept"));
          turns.lost(Thread.currentThread());
          assertEquals(1, pool.size());
          turns.execute(note("after it came back"));
        });
    pool.remove().run();
    assertEquals(List.of("after it came back"), done);
    pool.remove().run();
    assertEquals("kept", done.get(1));
    turns.lost(Thread.currentThread());
    assertEquals(0, pool.size(), "it is in no turn");
  }

  @Test
  void aTaskThatThrowsDoesNotLoseTheOneHandedOn() {
    turns.execute(
        () -> {
          turns.execute(note("kept"));
          throw new IllegalStateException("a bug");
        });
    assertThrows(IllegalStateException.class, () -> pool.remove().run());
    pool.remove().run();
    assertEquals(List.of("kept"), done);
    turns.execute(note("after"));
    assertEquals(1, pool.size(), "nothing is kept for a turn that is over");
  }

  /** Hands itself on until it has run so often. */
  private final class Chain implements Runnable {
    private int left;

    Chain(int left) {
      this.left = left;
    }

    @Override
    public void run() {
      done.add("link");
      if (--left > 0) {
        turns.execute(this);
      }
    }
  }
}
