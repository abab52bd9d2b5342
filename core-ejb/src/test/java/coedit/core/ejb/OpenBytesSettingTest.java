package coedit.core.ejb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;

/** What {@code coedit.documents.bytes} may be. */
class OpenBytesSettingTest {

  private static final long LEAST = 32L << 20;

  private static long most(Optional<Long> set, long ofHeap) {
    Config config =
        (Config)
            Proxy.newProxyInstance(
                OpenBytesSettingTest.class.getClassLoader(),
                new Class<?>[] {Config.class},
                (proxy, method, arguments) -> set);
    return CoreSettings.openBytes(config, ofHeap);
  }

  @Test
  void theLargestDocumentHasRoomTwice() {
    assertEquals(LEAST, most(Optional.of(LEAST), 1L << 30));
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> most(Optional.of(LEAST - 1), 1L << 30));
    assertTrue(refused.getMessage().contains("coedit.documents.bytes must be at least 33554432"));
  }

  @Test
  void itIsAPartOfTheHeapUnlessItIsSet() {
    assertEquals(1L << 30, most(Optional.empty(), 1L << 30));
    assertEquals(LEAST, most(Optional.empty(), 1L << 20), "whatever the heap");
  }
}
