package coedit.persistence;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
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
   * @param begun where it came from
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
      Instant rotatedAt,
      Begun begun) {

    public Session {
      groups = Set.copyOf(groups);
    }
  }

  /**
   * How a sign-in began, for its owner to recognise it.
   *
   * @param provenAt when they proved who they are: elsewhere and before, perhaps
   * @param address the network address it came from, as far as the server can see
   * @param agent what the browser calls itself
   * @param vouching who said that this is who it is; empty when that is not known
   */
  record Begun(Instant at, Instant provenAt, String address, String agent, String vouching) {}

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

  /** Which of these sign-ins have neither been deleted nor expired; in as few queries as may be. */
  Set<String> live(Collection<String> ids, Instant now);

  /** A user's sign-ins that have not expired, the newest first. */
  List<Session> ofUser(String user, Instant now);

  /** Everybody's, the newest first. */
  List<Session> all(Instant now, int offset, int limit);

  /** Deletes the sign-in; false when there was none. */
  boolean delete(String id);

  /**
   * Deletes the sign-ins that have expired.
   *
   * @return how many
   */
  int purge(Instant now);
}
