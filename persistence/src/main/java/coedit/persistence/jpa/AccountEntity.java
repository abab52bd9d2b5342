package coedit.persistence.jpa;

import coedit.persistence.AccountStore.Account;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A built-in account. */
@Entity
@Table(name = "account")
class AccountEntity {

  @Id
  @Column(name = "user_name")
  String user = "";

  @Column(name = "display_name")
  String displayName = "";

  @Column(name = "password_hash")
  String passwordHash = "";

  /** 1 or 0: databases differ about truth. */
  @Column(name = "administrator")
  int administrator;

  /** 1 or 0; null in rows of a server of the release before. */
  @Column(name = "disabled")
  @Nullable Integer disabled;

  static AccountEntity of(Account account) {
    AccountEntity row = new AccountEntity();
    row.user = account.user();
    row.displayName = account.displayName();
    row.passwordHash = account.passwordHash();
    row.administrator = account.administrator() ? 1 : 0;
    row.disabled = account.disabled() ? 1 : 0;
    return row;
  }

  Account toAccount() {
    return new Account(
        user, displayName, passwordHash, administrator == 1, disabled != null && disabled == 1);
  }
}
