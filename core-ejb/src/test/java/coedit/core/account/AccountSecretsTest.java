package coedit.core.account;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coedit.core.service.WaitingPlaces;
import coedit.persistence.AccountStore;
import coedit.persistence.SecretStore;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class AccountSecretsTest {

  private static final byte[] SECRET = {4, 5, 6, 7, 8, 9, 10, 11};

  private final Map<String, byte[]> rows = new ConcurrentHashMap<>();

  @Test
  void everyServerGetsTheSecretThatTheFirstMade() {
    assertArrayEquals(SECRET, server("key").sharedSecret("csrf-key", SECRET::clone));
    assertArrayEquals(SECRET, server("key").sharedSecret("csrf-key", () -> new byte[] {0}));
    assertFalse(Arrays.equals(SECRET, rows.get("csrf-key")), "stored as it is");
  }

  @Test
  void aServerWithAnotherKeyDoesNotStart() {
    server("key").checkSeal();
    server("key").checkSeal();
    assertThrows(IllegalStateException.class, () -> server("another").checkSeal());
    assertEquals(1, rows.size());
  }

  private Accounts server(String keyMaterial) {
    SecureRandom random = new SecureRandom();
    SecretSeal seal = new SecretSeal(keyMaterial, new UUID(1, 2), random);
    return new Accounts(new NoAccounts(), new Rows(), seal, random, false, new WaitingPlaces());
  }

  private final class Rows implements SecretStore {
    @Override
    public Optional<byte[]> find(String name) {
      return Optional.ofNullable(rows.get(name));
    }

    @Override
    public byte[] putIfAbsent(String name, byte[] value) {
      byte[] first = rows.putIfAbsent(name, value);
      return first == null ? value : first;
    }
  }

  private static final class NoAccounts implements AccountStore {

    @Override
    public List<Account> search(String beginning, int limit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Account> find(String user) {
      return Optional.empty();
    }

    @Override
    public boolean create(Account account) {
      return false;
    }

    @Override
    public boolean changePassword(
        String user, String oldHash, String newHash, Optional<String> keptSignIn) {
      return false;
    }

    @Override
    public Disabling disable(String user) {
      return Disabling.NO_ACCOUNT;
    }

    @Override
    public boolean enable(String user) {
      return false;
    }

    @Override
    public boolean isEmpty() {
      return true;
    }
  }
}
