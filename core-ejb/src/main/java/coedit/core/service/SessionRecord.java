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
 * @param begun where it came from
 */
public record SessionRecord(
    String id,
    Participant participant,
    Instant expiresAt,
    String refreshHash,
    Optional<String> previousHash,
    Instant rotatedAt,
    Begun begun) {

  /**
   * How a sign-in began, for its owner to recognise it.
   *
   * @param provenAt when they proved who they are: elsewhere and before, perhaps
   * @param address the network address it came from, as far as the server can see
   * @param agent what the browser calls itself
   * @param vouching who said that this is who it is
   */
  public record Begun(
      Instant at, Instant provenAt, String address, String agent, Vouching vouching) {

    private static final int LONGEST_ADDRESS = 100;
    private static final int LONGEST_AGENT = 300;

    public Begun {
      address = address.substring(0, Math.min(address.length(), LONGEST_ADDRESS));
      agent = agent.substring(0, Math.min(agent.length(), LONGEST_AGENT));
    }
  }

  /** Who says that somebody is who they are. */
  public enum Vouching {
    /** Whoever has the password: this server, or its user registry. */
    PASSWORD,
    /** An issuer elsewhere, once. */
    ISSUER,
    /** Nobody knows any more. */
    UNKNOWN
  }

  public SessionRecord {
    if (id.isBlank() || refreshHash.isBlank()) {
      throw new IllegalArgumentException("a sign-in has an id and a refresh token");
    }
  }
}
