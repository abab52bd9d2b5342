package coedit.core.account;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SecretSealTest {

  private static final UUID STORE = new UUID(1, 2);
  private static final byte[] SECRET = "the signing key".getBytes(StandardCharsets.UTF_8);

  private final SecureRandom random = new SecureRandom();
  private final SecretSeal seal = new SecretSeal("a password", STORE, random);

  @Test
  void anotherServerWithTheSameKeyOpensWhatWasSealed() {
    SecretSeal other = new SecretSeal("a password", STORE, random);
    assertArrayEquals(SECRET, other.open("csrf-key", seal.seal("csrf-key", SECRET)));
    assertArrayEquals(new byte[0], other.open("none", seal.seal("none", new byte[0])));
  }

  @Test
  void theSecretIsNotInItsSealedFormAndNoTwoAreAlike() {
    byte[] sealed = seal.seal("csrf-key", SECRET);
    assertEquals(1, sealed[0]);
    assertEquals(1 + 12 + SECRET.length + 16, sealed.length);
    assertFalse(new String(sealed, StandardCharsets.ISO_8859_1).contains("signing"));
    assertFalse(Arrays.equals(sealed, seal.seal("csrf-key", SECRET)));
  }

  @Test
  void everyChangedBitIsNoticed() {
    byte[] sealed = seal.seal("csrf-key", SECRET);
    for (int bit = 0; bit < sealed.length * Byte.SIZE; bit++) {
      byte[] changed = sealed.clone();
      changed[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      assertThrows(IllegalStateException.class, () -> seal.open("csrf-key", changed), "bit " + bit);
    }
    for (int length = 0; length < sealed.length; length++) {
      byte[] cut = Arrays.copyOf(sealed, length);
      assertThrows(IllegalStateException.class, () -> seal.open("csrf-key", cut), "cut " + length);
    }
  }

  @Test
  void aSecretDoesNotOpenUnderAnotherName() {
    byte[] sealed = seal.seal("csrf-key", SECRET);
    assertThrows(IllegalStateException.class, () -> seal.open("access-token-key", sealed));
  }

  @Test
  void anotherKeyOrStoreIsToldWhatToDo() {
    byte[] sealed = seal.seal("csrf-key", SECRET);
    for (SecretSeal other :
        new SecretSeal[] {
          new SecretSeal("another password", STORE, random),
          new SecretSeal("a password", new UUID(1, 3), random)
        }) {
      String message =
          assertThrows(IllegalStateException.class, () -> other.open("csrf-key", sealed))
              .getMessage();
      assertTrue(message.contains("another key"), message);
      assertTrue(message.contains("Set coedit.secret"), message);
      assertTrue(message.contains("DELETE FROM secret"), message);
    }
  }

  @Test
  void derivesFromSomething() {
    assertThrows(IllegalArgumentException.class, () -> new SecretSeal(" ", STORE, random));
  }
}
