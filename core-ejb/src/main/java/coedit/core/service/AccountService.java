package coedit.core.service;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Built-in accounts and the secrets that all servers of one store share. Calls block. */
public interface AccountService {

  /** The participant when the password is right; takes as long when there is no such user. */
  Optional<Participant> verify(String user, String password);

  /** The participant behind a user name that has been verified before. */
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
