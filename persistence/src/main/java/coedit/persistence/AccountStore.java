package coedit.persistence;

import java.util.List;
import java.util.Optional;

/** Accounts that the server keeps itself: the first administrator and the demo's. Calls block. */
public interface AccountStore {

  /**
   * A built-in account.
   *
   * @param user the sign-in name
   * @param displayName what other people see
   * @param passwordHash a salted hash in a self-describing form; never a password
   * @param administrator whether it belongs to the administrators
   */
  record Account(String user, String displayName, String passwordHash, boolean administrator) {}

  Optional<Account> find(String user);

  /**
   * Accounts whose user name or display name begins with a text, whatever its case, by user name.
   */
  List<Account> search(String beginning, int limit);

  /** Stores a new account; false when the user exists already, which is then left as it is. */
  boolean create(Account account);

  boolean isEmpty();
}
