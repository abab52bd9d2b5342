package coedit.web.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DirectSendsTest {

  private long now;
  private final DirectSends sends = new DirectSends(2, () -> now);
  private final DirectSends.Peer peer = new DirectSends.Peer();

  private boolean takingMillis(long millis) {
    now += TimeUnit.MILLISECONDS.toNanos(millis);
    return true;
  }

  @Test
  void aPeerThatHeldAThreadIsShunnedForAWhile() {
    assertTrue(sends.takes(peer, 100));
    assertTrue(sends.send(peer, () -> takingMillis(20)));
    assertFalse(sends.takes(peer, 100), "it was slow");
    assertTrue(sends.takes(new DirectSends.Peer(), 100), "others are not to blame");

    now += TimeUnit.SECONDS.toNanos(6);
    assertTrue(sends.takes(peer, 100), "it gets another chance");
    assertTrue(sends.send(peer, () -> takingMillis(0)));
    assertTrue(sends.takes(peer, 100), "and used it");
  }

  @Test
  void longFramesGoTheOtherWay() {
    assertFalse(sends.takes(peer, 4 << 20));
  }

  @Test
  void noMoreThanTheBoundAreInsideAtOnce() {
    assertTrue(sends.takes(peer, 1));
    assertTrue(sends.takes(new DirectSends.Peer(), 1));
    DirectSends.Peer third = new DirectSends.Peer();
    assertFalse(sends.takes(third, 1));
    assertTrue(sends.send(peer, () -> true));
    assertTrue(sends.takes(third, 1), "a place is free");
  }

  @Test
  void aFailedSendFreesItsPlace() {
    for (int i = 0; i < 5; i++) {
      assertTrue(sends.takes(peer, 1), "place " + i);
      assertThrows(
          IllegalStateException.class,
          () ->
              sends.send(
                  peer,
                  () -> {
                    throw new IllegalStateException("gone");
                  }));
    }
    assertEquals(0, now);
  }
}
