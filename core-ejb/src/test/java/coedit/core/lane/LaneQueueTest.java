package coedit.core.lane;

import static coedit.core.fixture.Texts.submission;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.core.cluster.MemberId;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LaneQueueTest {

  private final LaneQueue queue =
      new LaneQueue(new LaneSettings(200, 1_000, 4, 60, 100, 100, 10, 100, Duration.ofSeconds(1)));

  @AfterEach
  void bytesAreCounted() {
    queue.checkInvariants();
  }

  @Test
  void whatIsTakenBackKeepsItsPlace() {
    offer(1);
    offer(2);
    Waiting first = queue.take();
    Waiting second = queue.take();
    offer(3);
    queue.putBack(second);
    queue.putBack(first.again());
    assertEquals(1, queue.take().submission().first().sequence());
    assertEquals(2, queue.take().submission().first().sequence());
    assertEquals(3, queue.take().submission().first().sequence());
    assertTrue(queue.isEmpty());
  }

  @Test
  void refusesMoreThanItsBounds() {
    for (int i = 1; i <= 4; i++) {
      assertTrue(offer(i));
    }
    assertFalse(offer(5));
    assertEquals(4, queue.takeAll().size());
    assertTrue(
        queue.offer(waiting(6, "a text of some sixty bytes, which is all that may wait here")));
    assertFalse(offer(7));
  }

  /** A room repeats itself every two seconds while a document cannot be opened. */
  @Test
  void whatIsSentAgainWaitsOnce() {
    for (int i = 0; i < 10; i++) {
      assertTrue(offer(1));
    }
    assertTrue(queue.offer(waiting(1, "other")), "another payload has to be refused by name");
    assertEquals(2, queue.takeAll().size());
    assertTrue(offer(1), "taken, it may come again");
    assertEquals(1, queue.takeAll().size());
  }

  private boolean offer(int sequence) {
    return queue.offer(waiting(sequence, "x"));
  }

  private static Waiting waiting(int sequence, String text) {
    return new Waiting(0, new MemberId("m"), submission(1, sequence, 0, text), 1, 0);
  }
}
