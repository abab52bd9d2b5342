package coedit.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.persistence.AccountStore.Account;
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
}
