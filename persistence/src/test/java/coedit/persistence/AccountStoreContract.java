package coedit.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.persistence.AccountStore.Account;
import coedit.persistence.AccountStore.Disabling;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every account store promises. */
public abstract class AccountStoreContract {

  private static final Instant NOW = Instant.ofEpochMilli(1_700_000_000_123L);

  protected abstract AccountStore emptyStore();

  /** Of the same store. */
  protected abstract SessionStore sessions();

  private String signIn(String user) {
    String id = UUID.randomUUID().toString();
    sessions()
        .create(
            new SessionStore.Session(
                id,
                user,
                user,
                Set.of(),
                false,
                NOW.plusSeconds(60),
                "hash",
                Optional.empty(),
                NOW,
                new SessionStore.Begun(NOW, NOW, "", "", "PASSWORD")));
    return id;
  }

  /** A server that dies in between leaves nobody signed in who must not be. */
  @Test
  void signInsEndWithThePasswordAndWithTheAccountInOneStep() {
    AccountStore accounts = emptyStore();
    accounts.create(new Account("alice", "Alice", "first", false, false));
    accounts.create(new Account("one", "One", "hash", true, false));
    String here = signIn("alice");
    String there = signIn("alice");
    String administrators = signIn("one");
    Set<String> all = Set.of(here, there, administrators);
    assertFalse(accounts.changePassword("alice", "another", "second", Optional.of(here)));
    assertEquals(Disabling.LAST_ADMINISTRATOR, accounts.disable("one"));
    assertEquals(all, sessions().live(all, NOW));
    assertTrue(accounts.changePassword("alice", "first", "second", Optional.of(here)));
    assertEquals(Set.of(here, administrators), sessions().live(all, NOW));
    assertEquals(Disabling.DONE, accounts.disable("alice"));
    assertEquals(Set.of(administrators), sessions().live(all, NOW));
  }

  @Test
  void aCreatedAccountIsFoundAndNeverOverwritten() {
    AccountStore accounts = emptyStore();
    assertTrue(accounts.isEmpty());
    Account alice = new Account("alice", "Alice Ä.", "hash", true, false);
    assertTrue(accounts.create(alice));
    assertFalse(accounts.isEmpty());
    assertFalse(accounts.create(new Account("alice", "Mallory", "other", false, false)));
    assertEquals(Optional.of(alice), accounts.find("alice"));
    assertEquals(Optional.empty(), accounts.find("Alice"));
  }

  @Test
  void accountsAreFoundByTheBeginningOfTheirNames() {
    AccountStore accounts = emptyStore();
    Account anna = new Account("anna", "Zoë Anders", "hash", false, false);
    Account bert = new Account("bert", "Anna_Bert", "hash", false, false);
    accounts.create(bert);
    accounts.create(anna);
    accounts.create(new Account("carl", "Carl", "hash", false, false));
    assertEquals(List.of(anna, bert), accounts.search("AnN", 10));
    assertEquals(List.of(anna), accounts.search("ann", 1));
    assertEquals(List.of(anna), accounts.search("Zo", 10));
    assertEquals(List.of(bert), accounts.search("anna_", 10));
    assertEquals(List.of(), accounts.search("%", 10));
    assertEquals(List.of(), accounts.search("\\", 10));
  }

  @Test
  void aPasswordIsChangedByWhoKnowsTheCurrentOne() {
    AccountStore accounts = emptyStore();
    accounts.create(new Account("alice", "Alice", "first", false, false));
    assertFalse(accounts.changePassword("alice", "another", "second", Optional.empty()));
    assertFalse(accounts.changePassword("bob", "first", "second", Optional.empty()));
    assertTrue(accounts.changePassword("alice", "first", "second", Optional.empty()));
    assertFalse(
        accounts.changePassword("alice", "first", "third", Optional.empty()), "of two at once one");
    assertEquals("second", accounts.find("alice").orElseThrow().passwordHash());
  }

  @Test
  void accountsAreDisabledAndEnabled() {
    AccountStore accounts = emptyStore();
    accounts.create(new Account("alice", "Alice", "hash", false, false));
    assertEquals(Disabling.DONE, accounts.disable("alice"));
    assertEquals(Disabling.DONE, accounts.disable("alice"));
    assertTrue(accounts.find("alice").orElseThrow().disabled());
    assertTrue(accounts.search("a", 1).get(0).disabled());
    assertTrue(accounts.enable("alice"));
    assertFalse(accounts.find("alice").orElseThrow().disabled());
    assertEquals(Disabling.NO_ACCOUNT, accounts.disable("bob"));
    assertFalse(accounts.enable("bob"));
  }

  @Test
  void oneAdministratorStaysEnabled() {
    AccountStore accounts = emptyStore();
    accounts.create(new Account("one", "One", "hash", true, false));
    accounts.create(new Account("two", "Two", "hash", true, false));
    accounts.create(new Account("alice", "Alice", "hash", false, false));
    assertEquals(Disabling.DONE, accounts.disable("one"));
    assertEquals(Disabling.LAST_ADMINISTRATOR, accounts.disable("two"));
    assertFalse(accounts.find("two").orElseThrow().disabled());
    assertTrue(accounts.enable("one"));
    assertEquals(Disabling.DONE, accounts.disable("two"));
  }
}
