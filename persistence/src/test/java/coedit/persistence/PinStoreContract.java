package coedit.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every memory of pins promises. */
public abstract class PinStoreContract {

  protected abstract PinStore pins();

  @AfterEach
  void leaveNone() {
    pins().all().keySet().forEach(pins()::unpin);
  }

  @Test
  void theLastPinOfAShardHolds() {
    assertEquals(Map.of(), pins().all());
    pins().pin(0, "a:1");
    pins().pin(63, "b:1");
    pins().pin(0, "c:1");
    assertEquals(Map.of(0, "c:1", 63, "b:1"), pins().all());
  }

  @Test
  void aShardIsLeftToTheClusterAgain() {
    pins().pin(7, "a:1");
    pins().unpin(7);
    pins().unpin(7);
    assertEquals(Map.of(), pins().all());
  }
}
