package coedit.persistence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every secret store promises. */
public abstract class SecretStoreContract {

  protected abstract SecretStore secrets();

  @Test
  void theFirstValueStays() {
    String name = "secret-" + UUID.randomUUID();
    byte[] first = {1, -2, 0, 3};
    assertTrue(secrets().find(name).isEmpty());
    assertArrayEquals(first, secrets().putIfAbsent(name, first));
    assertArrayEquals(first, secrets().putIfAbsent(name, new byte[] {9}));
    assertArrayEquals(first, secrets().find(name).orElseThrow());
  }
}
