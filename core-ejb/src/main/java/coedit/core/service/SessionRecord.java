package coedit.core.service;

import java.time.Instant;
import java.util.Optional;

/**
 * One sign-in: the family of refresh tokens that follow each other.
 *
 * @param id names the sign-in for ever; random
 * @param participant as signed in; a renewed access token says the same
 * @param expiresAt when it ends, however often it is renewed
 * @param refreshHash SHA-256 of the refresh token that is good now, in base64url
 * @param previousHash of the one before it, good for a moment so that two tabs may renew at once
 * @param rotatedAt when the previous one was replaced; the beginning when none was
 */
public record SessionRecord(
    String id,
    Participant participant,
    Instant expiresAt,
    String refreshHash,
    Optional<String> previousHash,
    Instant rotatedAt) {

  public SessionRecord {
    if (id.isBlank() || refreshHash.isBlank()) {
      throw new IllegalArgumentException("a sign-in has an id and a refresh token");
    }
  }
}
