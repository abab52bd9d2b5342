package coedit.core.service;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Built-in accounts and the secrets that all servers of one store share. Calls block. */
public interface AccountService {

  /** Whether somebody can sign in with a built-in account. */
  enum State {
    ENABLED,

    /** An administrator has said so. */
    DISABLED,

    /** It was made by the demo, whose passwords everybody knows, and the demo is over. */
    LEFT_BY_DEMO
  }

  /** A built-in account. */
  record BuiltIn(Participant participant, State state) {}

  /** All built-in accounts, by user name. */
  List<BuiltIn> all();

  /**
   * Lets somebody sign in with an account, or nobody, and then who is signed in is so no longer;
   * the last administrator's stays enabled.
   */
  Outcome<BuiltIn> enable(String user, boolean enabled);

  /**
   * Changes the password of who knows the old one, and ends their sign-ins.
   *
   * @param keptSignIn the id of the one that goes on
   * @throws BusyException when too many passwords are being looked at
   */
  Outcome<Participant> changePassword(String user, String old, String password, String keptSignIn);

  /**
   * What is another whenever the password or the state of an account has changed, and tells
   * neither; empty where there is no built-in account. A sign-in is good when this is after its
   * beginning what it was before the password was looked at: either the change sees the sign-in,
   * and ends it, or the sign-in sees the change.
   */
  Optional<String> mark(String user);

  /** Whether that is a built-in account with which nobody can sign in now. */
  boolean isBarred(String user);

  /**
   * The participant when the password is right and the account enabled; takes as long when there is
   * no such user.
   *
   * @throws BusyException when too many passwords are being looked at
   */
  Optional<Participant> verify(String user, String password);

  /** Who has a built-in account of that name, whether they can sign in or not. */
  Optional<Participant> find(String user);

  /** Built-in accounts whose name begins with a text. */
  List<Participant> search(String beginning, int limit);

  /**
   * A secret that every server of this store has alike, made by the first that asks.
   *
   * @param name lower-case words with hyphens
   */
  byte[] sharedSecret(String name, Supplier<byte[]> generator);
}
