package coedit.core.account;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.persistence.AccountStore;
import coedit.persistence.SecretStore;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AccountsTest {

  private final SecureRandom random = new SecureRandom();
  private final MemoryStore store = new MemoryStore();
  private final Accounts accounts =
      new Accounts(
          store, new MemorySecrets(), new SecretSeal("material", new UUID(0, 1), random), random);

  @Test
  void theAdministratorIsMadeOnce() {
    assertTrue(accounts.createAdministrator("first"));
    assertFalse(accounts.createAdministrator("second"));
    assertTrue(accounts.verify("admin", "first").orElseThrow().administrator());
    assertTrue(accounts.verify("admin", "second").isEmpty());
  }

  @Test
  void theDemosPeopleSignInWithTheirNames() {
    accounts.createDemoAccounts();
    assertEquals("Alice", accounts.verify("alice", "alice").orElseThrow().displayName());
    assertFalse(accounts.verify("bob", "bob").orElseThrow().administrator());
    assertTrue(accounts.verify("admin", "admin").orElseThrow().administrator());
  }

  @Test
  void nobodySignsInWithoutAnAccountOrPassword() {
    accounts.createDemoAccounts();
    assertTrue(accounts.verify("nobody", "nobody").isEmpty());
    assertTrue(accounts.verify("alice", "").isEmpty());
    assertTrue(accounts.verify("Alice", "alice").isEmpty());
  }

  @Test
  void aSharedSecretIsTheFirstOneMade() {
    byte[] first = accounts.sharedSecret("key", () -> new byte[] {1});
    assertArrayEquals(first, accounts.sharedSecret("key", () -> new byte[] {2}));
  }

  @Test
  void passwordsAreKeptSaltedAndHashed() {
    String one = PasswordHash.of("secret", random);
    assertNotEquals(one, PasswordHash.of("secret", random));
    assertFalse(one.contains("secret"));
    assertTrue(PasswordHash.matches("secret", one));
    assertFalse(PasswordHash.matches("Secret", one));
    assertThrows(IllegalArgumentException.class, () -> PasswordHash.matches("x", "plain"));
    assertTrue(PasswordHash.matches("known", PasswordHash.ofKnown("known", random)));
    assertFalse(PasswordHash.matches("Known", PasswordHash.ofKnown("known", random)));
    assertFalse(PasswordHash.matches("", PasswordHash.ofNone(random)));
  }

  private static final class MemoryStore implements AccountStore {
    private final Map<String, Account> accounts = new HashMap<>();

    @Override
    public List<Account> search(String beginning, int limit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Account> find(String user) {
      return Optional.ofNullable(accounts.get(user));
    }

    @Override
    public boolean create(Account account) {
      return accounts.putIfAbsent(account.user(), account) == null;
    }

    @Override
    public boolean isEmpty() {
      return accounts.isEmpty();
    }
  }

  private static final class MemorySecrets implements SecretStore {
    private final Map<String, byte[]> secrets = new HashMap<>();

    @Override
    public Optional<byte[]> find(String name) {
      return Optional.ofNullable(secrets.get(name));
    }

    @Override
    public byte[] putIfAbsent(String name, byte[] value) {
      return secrets.computeIfAbsent(name, absent -> value);
    }
  }
}
