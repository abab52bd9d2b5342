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
   * @param disabled whether nobody may sign in with it
   */
  record Account(
      String user,
      String displayName,
      String passwordHash,
      boolean administrator,
      boolean disabled) {}

  /** What became of disabling an account. */
  enum Disabling {
    DONE,
    NO_ACCOUNT,
    LAST_ADMINISTRATOR
  }

  Optional<Account> find(String user);

  /**
   * Accounts whose user name or display name begins with a text, whatever its case, by user name.
   */
  List<Account> search(String beginning, int limit);

  /** Stores a new account; false when the user exists already, which is then left as it is. */
  boolean create(Account account);

  /**
   * Puts {@code newHash} in the place of {@code oldHash}, and ends the user's sign-ins, in one
   * step.
   *
   * @param keptSignIn the id of the one that goes on
   * @return false when the current hash is not {@code oldHash} (any more), or there is no such
   *     account
   */
  boolean changePassword(String user, String oldHash, String newHash, Optional<String> keptSignIn);

  /**
   * Lets nobody sign in with an account, and ends its sign-ins, in one step; of the administrators
   * one always stays enabled.
   */
  Disabling disable(String user);

  /** Takes that back; false when there is no such account. */
  boolean enable(String user);

  boolean isEmpty();
}
