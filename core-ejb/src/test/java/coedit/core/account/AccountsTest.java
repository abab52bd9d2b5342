package coedit.core.account;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.core.service.AccountService.State;
import coedit.core.service.BoundedTurns;
import coedit.core.service.BusyException;
import coedit.core.service.Outcome;
import coedit.core.service.WaitingPlaces;
import coedit.model.ErrorCode;
import coedit.persistence.AccountStore;
import coedit.persistence.SecretStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AccountsTest {

  private final SecureRandom random = new SecureRandom();
  private final MemoryStore store = new MemoryStore();
  private final Accounts accounts = accounts(true);

  private Accounts accounts(boolean demo) {
    SecretSeal seal = new SecretSeal("material", new UUID(0, 1), random);
    return new Accounts(store, new MemorySecrets(), seal, random, demo, new WaitingPlaces());
  }

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
  void passwordsAreLookedAtInTurns() {
    accounts.createDemoAccounts();
    BoundedTurns turns =
        new BoundedTurns(new WaitingPlaces(), 1, Duration.ZERO, "passwords", "busy");
    SecretSeal seal = new SecretSeal("material", new UUID(0, 1), random);
    Accounts same = new Accounts(store, new MemorySecrets(), seal, random, true, turns);
    turns.take(
        () -> {
          assertThrows(BusyException.class, () -> same.verify("alice", "alice"));
          assertThrows(BusyException.class, () -> same.verify("nobody", "nobody"));
          return assertThrows(
              BusyException.class, () -> same.changePassword("alice", "alice", "another", "none"));
        });
    assertTrue(same.verify("alice", "alice").isPresent());
  }

  @Test
  void nobodySignsInWithoutAnAccountOrPassword() {
    accounts.createDemoAccounts();
    assertTrue(accounts.verify("nobody", "nobody").isEmpty());
    assertTrue(accounts.verify("alice", "").isEmpty());
    assertTrue(accounts.verify("Alice", "alice").isEmpty());
  }

  /** The one who administers gets a password that nobody knows, as at a first start. */
  @Test
  void theDemosPeopleCannotSignInWhenItIsOver() {
    accounts.createDemoAccounts();
    assertTrue(
        accounts.changePassword("carol", "carol", "her own now", "s") instanceof Outcome.Done);
    assertEquals(List.of(), accounts.leftByDemo());
    Accounts after = accounts(false);
    assertEquals(List.of("admin", "alice", "bob"), after.leftByDemo());
    assertTrue(after.verify("admin", "admin").isEmpty());
    assertTrue(after.createAdministrator("secret"));
    assertFalse(after.createAdministrator("another"));
    assertTrue(after.verify("admin", "secret").orElseThrow().administrator());
    assertTrue(after.verify("admin", "admin").isEmpty());
    assertTrue(after.verify("alice", "alice").isEmpty());
    assertTrue(after.isBarred("alice"));
    assertTrue(after.find("alice").isPresent(), "and nobody else has the name");
    assertEquals("Carol", after.verify("carol", "her own now").orElseThrow().displayName());
    assertFalse(after.isBarred("carol"));
    assertFalse(after.isBarred("nobody"));
    assertTrue(accounts.verify("alice", "alice").isPresent(), "when it goes on");
  }

  @Test
  void nobodySignsInWithADisabledAccount() {
    accounts.createDemoAccounts();
    assertEquals(State.DISABLED, done(accounts.enable("alice", false)).state());
    assertTrue(accounts.verify("alice", "alice").isEmpty());
    assertTrue(accounts.isBarred("alice"));
    assertFalse(accounts.changePassword("alice", "alice", "x", "s") instanceof Outcome.Done);
    assertEquals(
        List.of("admin ENABLED", "alice DISABLED", "bob ENABLED", "carol ENABLED"),
        accounts.all().stream().map(a -> a.participant().user() + " " + a.state()).toList());
    assertEquals(State.ENABLED, done(accounts.enable("alice", true)).state());
    assertTrue(accounts.verify("alice", "alice").isPresent());
    assertEquals(ErrorCode.FORBIDDEN, refused(accounts.enable("admin", false)));
    assertEquals(ErrorCode.NOT_FOUND, refused(accounts.enable("nobody", false)));
  }

  @Test
  void whoKnowsTheOldPasswordChangesIt() {
    accounts.createDemoAccounts();
    assertEquals(ErrorCode.FORBIDDEN, refused(accounts.changePassword("bob", "alice", "new", "s")));
    assertEquals("bob", done(accounts.changePassword("bob", "bob", "new", "s")).user());
    assertTrue(accounts.verify("bob", "bob").isEmpty());
    assertTrue(accounts.verify("bob", "new").isPresent());
    assertEquals(ErrorCode.NOT_FOUND, refused(accounts.changePassword("gwen", "gwen", "new", "s")));
  }

  /** Whoever looked at it before and after signing in knows whether the password still holds. */
  @Test
  void theMarkOfAnAccountChangesWithItsPasswordAndState() {
    accounts.createDemoAccounts();
    Optional<String> first = accounts.mark("bob");
    assertEquals(first, accounts.mark("bob"));
    assertEquals(Optional.empty(), accounts.mark("gwen"));
    done(accounts.enable("bob", false));
    assertNotEquals(first, accounts.mark("bob"));
    done(accounts.enable("bob", true));
    assertEquals(first, accounts.mark("bob"));
    done(accounts.changePassword("bob", "bob", "new", "s"));
    done(accounts.changePassword("bob", "new", "bob", "s"));
    assertNotEquals(first, accounts.mark("bob"));
  }

  private static <T> T done(Outcome<T> outcome) {
    return ((Outcome.Done<T>) outcome).value();
  }

  private static ErrorCode refused(Outcome<?> outcome) {
    return ((Outcome.Refused<?>) outcome).refusal().code();
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
    private final Map<String, Account> accounts = new TreeMap<>();

    @Override
    public List<Account> search(String beginning, int limit) {
      return List.copyOf(accounts.values());
    }

    @Override
    public boolean changePassword(
        String user, String oldHash, String newHash, Optional<String> keptSignIn) {
      Account old = accounts.get(user);
      boolean current = old != null && old.passwordHash().equals(oldHash);
      if (current) {
        accounts.put(
            user,
            new Account(user, old.displayName(), newHash, old.administrator(), old.disabled()));
      }
      return current;
    }

    @Override
    public Disabling disable(String user) {
      Account old = accounts.get(user);
      if (old == null) {
        return Disabling.NO_ACCOUNT;
      }
      return old.administrator() ? Disabling.LAST_ADMINISTRATOR : able(old, true);
    }

    private Disabling able(Account old, boolean disabled) {
      accounts.put(
          old.user(),
          new Account(
              old.user(), old.displayName(), old.passwordHash(), old.administrator(), disabled));
      return Disabling.DONE;
    }

    @Override
    public boolean enable(String user) {
      return able(accounts.get(user), false) == Disabling.DONE;
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
