package coedit.core.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RarelyTest {

  private long now = -5;

  @Test
  void isHeardOnceInAWhileWithHowOftenItWasNot() {
    Rarely rarely = new Rarely(() -> now);
    assertEquals(OptionalLong.of(0), rarely.again());
    for (int i = 0; i < 1_000; i++) {
      assertEquals(OptionalLong.empty(), rarely.again());
    }
    now += Rarely.PAUSE.toMillis();
    assertEquals(OptionalLong.of(1_000), rarely.again());
    now += Rarely.PAUSE.toMillis();
    assertEquals(OptionalLong.of(0), rarely.again());
  }
}
