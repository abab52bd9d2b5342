package coedit.core.sequence;

import static coedit.core.fixture.Texts.operation;
import static coedit.core.fixture.Texts.operations;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.model.Payload;
import org.junit.jupiter.api.Test;

class TailTest {

  private static final long PLENTY = 1 << 20;

  @Test
  void givesOutWhatFollowsARevision() {
    Tail tail = new Tail(4, 100, PLENTY);
    operations(5, 9).forEach(tail::add);
    assertEquals(operations(7, 9), tail.after(6));
    assertEquals(operations(5, 9), tail.after(4));
    assertTrue(tail.after(9).isEmpty());
    assertTrue(tail.after(50).isEmpty());
    assertFalse(tail.reaches(3));
    assertThrows(IllegalArgumentException.class, () -> tail.after(3));
  }

  @Test
  void takesTheNextOperationOnly() {
    Tail tail = new Tail(4, 100, PLENTY);
    assertThrows(IllegalArgumentException.class, () -> tail.add(operation(6, 1, 1)));
    assertThrows(IllegalArgumentException.class, () -> tail.add(operation(4, 1, 1)));
  }

  @Test
  void holdsNoMoreThanItsBounds() {
    Tail tail = new Tail(0, 10, PLENTY);
    operations(1, 1_000).forEach(tail::add);
    assertEquals(990, tail.start());
    assertEquals(1_000, tail.end());
    assertEquals(operations(991, 1_000), tail.after(990));
    Tail small = new Tail(0, 1_000, 500);
    operations(1, 50).forEach(small::add);
    assertTrue(small.bytes() <= 500, "bytes " + small.bytes());
  }

  @Test
  void keepsTheLastOperationHoweverLarge() {
    Tail tail = new Tail(0, 10, 100);
    tail.add(operation(1, 1, 1, Payload.wrap(new byte[5_000])));
    assertEquals(1, tail.after(0).size());
  }

  @Test
  void holdsEverythingThatIsPutBeforeItHoweverLarge() {
    Payload large = Payload.wrap(new byte[100_000]);
    Tail tail = new Tail(5, 2, 1_000);
    tail.add(operation(6, 1, 6, large));
    Tail longer =
        tail.precededBy(
            java.util.stream.LongStream.rangeClosed(1, 5)
                .mapToObj(r -> operation(r, 1, r, large))
                .toList());
    assertEquals(0, longer.start());
    assertEquals(6, longer.after(0).size());
  }
}
