package coedit.persistence;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Sign-ins that all servers of one store know. Times are kept to the millisecond. Calls block. */
public interface SessionStore {

  /**
   * One sign-in.
   *
   * @param id random, never used twice
   * @param groups of the user registry, as they were at sign-in
   * @param expiresAt when it ends by itself
   * @param refreshHash of the refresh token that is good now; never a token
   * @param previousHash of the one before it
   * @param rotatedAt when the previous one was replaced
   */
  record Session(
      String id,
      String user,
      String displayName,
      Set<String> groups,
      boolean administrator,
      Instant expiresAt,
      String refreshHash,
      Optional<String> previousHash,
      Instant rotatedAt) {

    public Session {
      groups = Set.copyOf(groups);
    }
  }

  /**
   * Stores a new sign-in.
   *
   * @throws StoreException when it cannot, or the id is taken
   */
  void create(Session session);

  /** The sign-in, expired or not, until it is deleted or purged. */
  Optional<Session> find(String id);

  /**
   * Puts {@code newHash} in the place of {@code oldHash}, which becomes the previous one.
   *
   * @return false, and nothing is changed, when the current hash is another, the sign-in has
   *     expired at {@code at}, or there is none; of two concurrent calls one gets true
   */
  boolean rotate(String id, String oldHash, String newHash, Instant at);

  /** Deletes the sign-in, if there is one. */
  void delete(String id);

  /**
   * Deletes the sign-ins that have expired.
   *
   * @return how many
   */
  int purge(Instant now);
}
