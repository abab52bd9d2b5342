package coedit.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.persistence.AccountStore.Account;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every account store promises. */
public abstract class AccountStoreContract {

  protected abstract AccountStore emptyStore();

  @Test
  void aCreatedAccountIsFoundAndNeverOverwritten() {
    AccountStore accounts = emptyStore();
    assertTrue(accounts.isEmpty());
    Account alice = new Account("alice", "Alice Ä.", "hash", true);
    assertTrue(accounts.create(alice));
    assertFalse(accounts.isEmpty());
    assertFalse(accounts.create(new Account("alice", "Mallory", "other", false)));
    assertEquals(Optional.of(alice), accounts.find("alice"));
    assertEquals(Optional.empty(), accounts.find("Alice"));
  }

  @Test
  void accountsAreFoundByTheBeginningOfTheirNames() {
    AccountStore accounts = emptyStore();
    Account anna = new Account("anna", "Zoë Anders", "hash", false);
    Account bert = new Account("bert", "Anna_Bert", "hash", false);
    accounts.create(bert);
    accounts.create(anna);
    accounts.create(new Account("carl", "Carl", "hash", false));
    assertEquals(List.of(anna, bert), accounts.search("AnN", 10));
    assertEquals(List.of(anna), accounts.search("ann", 1));
    assertEquals(List.of(anna), accounts.search("Zo", 10));
    assertEquals(List.of(bert), accounts.search("anna_", 10));
    assertEquals(List.of(), accounts.search("%", 10));
    assertEquals(List.of(), accounts.search("\\", 10));
  }
}
