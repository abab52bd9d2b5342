package coedit.core.service;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Sign-ins, known to every server of the store. A sign-in lives until it is ended or {@link
 * SessionRecord#expiresAt} has passed. Calls block on the database.
 */
public interface SessionService {

  /** The time that sign-ins and tickets are kept by, the same at every server; does not block. */
  Instant now();

  void begin(SessionRecord session);

  /** The sign-in, when it still lives. */
  Optional<SessionRecord> find(String id);

  /**
   * Puts {@code newHash} in the place of {@code oldHash}, which becomes the previous one.
   *
   * @param at when; kept as {@link SessionRecord#rotatedAt}
   * @return false when the current hash is not {@code oldHash} (any more), or there is no such
   *     sign-in; of two concurrent calls one gets true
   */
  boolean rotate(String id, String oldHash, String newHash, Instant at);

  /** Which of these sign-ins live; one cheap call for many. */
  Set<String> live(Collection<String> ids);

  /** A user's sign-ins, the newest first. */
  List<SessionRecord> ofUser(String user);

  /** Everybody's sign-ins, the newest first. */
  List<SessionRecord> all(int offset, int limit);

  /** Ends one sign-in; false when it had ended before. */
  boolean end(String id);

  /**
   * Uses up a ticket, at all servers.
   *
   * @param until when it would not pass any more anyway
   * @return false when it was used before
   */
  boolean useTicket(String id, Instant until);
}
