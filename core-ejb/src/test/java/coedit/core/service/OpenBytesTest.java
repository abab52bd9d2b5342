package coedit.core.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.core.service.OpenBytes.Holder;
import coedit.model.DocumentId;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OpenBytesTest {

  private static final DocumentId ONE = new DocumentId(new UUID(0, 1));
  private static final DocumentId OTHER = new DocumentId(new UUID(0, 2));

  private final OpenBytes open = new OpenBytes(100);

  @Test
  void whatIsBeingOpenedCountsUntilItsHolderTells() {
    assertTrue(open.admits(ONE, Holder.ROOM, 60));
    tick(0, 5);
    assertEquals(60, open.total(), "a slow database");
    open.told(ONE, Holder.ROOM);
    assertEquals(60, open.total(), "no sum has it yet");
    tick(60, 1);
    assertEquals(60, open.total());
    assertEquals(0, open.openings());
  }

  /** The sum is older than what is told while it is made. */
  @Test
  void whatIsToldDuringASumCountsUntilTheNextOne() {
    assertTrue(open.admits(ONE, Holder.LANE, 60));
    open.tick(
        () -> {
          open.told(ONE, Holder.LANE);
          return 0;
        });
    assertEquals(60, open.total());
    tick(60, 1);
    assertEquals(60, open.total());
  }

  @Test
  void whatIsTriedAgainCountsOnce() {
    for (int attempt = 0; attempt < 10; attempt++) {
      assertTrue(open.admits(ONE, Holder.LANE, 60));
      open.add(OTHER, Holder.LANE, 10);
    }
    assertEquals(70, open.total());
    assertTrue(open.admits(ONE, Holder.ROOM, 30), "its room keeps it in its own way");
    assertEquals(100, open.total());
  }

  @Test
  void whatDidNotFitIsNotReadAgainUntilItMayFit() {
    open.add(OTHER, Holder.ROOM, 60);
    assertTrue(open.mayBeRead(ONE, Holder.ROOM), "its size is not known");
    assertFalse(open.admits(ONE, Holder.ROOM, 50));
    assertFalse(open.mayBeRead(ONE, Holder.ROOM));
    assertTrue(open.mayBeRead(ONE, Holder.LANE), "nor that in its lane");
    assertEquals(2, open.refused());
    open.told(OTHER, Holder.ROOM);
    tick(50, 1);
    assertTrue(open.mayBeRead(ONE, Holder.ROOM));
  }

  @Test
  void whatDidNotFitIsReadAgainAfterAWhile() {
    open.add(OTHER, Holder.ROOM, 60);
    assertFalse(open.admits(ONE, Holder.ROOM, 50));
    tick(0, 9);
    assertFalse(open.mayBeRead(ONE, Holder.ROOM));
    tick(0, 1);
    assertTrue(open.mayBeRead(ONE, Holder.ROOM), "it may be smaller by now");
  }

  @Test
  void nothingIsReadOnceThereIsNoRoomForAnything() {
    open.add(OTHER, Holder.LANE, 101);
    assertFalse(open.mayBeRead(ONE, Holder.ROOM));
  }

  private void tick(long sum, int times) {
    for (int i = 0; i < times; i++) {
      open.tick(() -> sum);
    }
  }
}
