package coedit.core.service;

import java.time.Instant;
import java.util.Optional;

/**
 * Sign-ins, known to every server of the store. A sign-in lives until it is ended or {@link
 * SessionRecord#expiresAt} has passed. Calls block on the database.
 */
public interface SessionService {

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

  /** Ends one sign-in, if it lives. */
  void end(String id);
}
