package coedit.web.auth;

import coedit.core.service.Participant;
import java.security.Principal;
import java.time.Instant;
import java.util.Optional;

/**
 * The principal of an authenticated request or handshake.
 *
 * @param participant the signed-in person
 * @param sessionId names the sign-in (the refresh family), not the socket and not one access token
 * @param expiresAt when the sign-in itself ends. An access token lives shorter and is renewed over
 *     REST; an open socket lives as long as the sign-in
 * @param only the one document that may be opened, as a ticket that is bound to it names it; empty
 *     for all that the person may open
 * @param provenAt when the person proved who they are, as an issuer elsewhere tells; empty for what
 *     this server has signed, which keeps that with the sign-in
 */
public record SignedIn(
    Participant participant,
    String sessionId,
    Instant expiresAt,
    Optional<String> only,
    Optional<Instant> provenAt)
    implements Principal {

  public SignedIn {
    if (sessionId.isBlank()) {
      throw new IllegalArgumentException("a sign-in has a session id");
    }
  }

  /** A sign-in for all that the person may open. */
  public SignedIn(Participant participant, String sessionId, Instant expiresAt) {
    this(participant, sessionId, expiresAt, Optional.empty(), Optional.empty());
  }

  /**
   * Whether this may open a document, as far as what it was shown goes.
   *
   * @param document as the peer names it
   */
  public boolean mayOpen(String document) {
    return only.map(document::equals).orElse(true);
  }

  /** The same sign-in, shown from an address. */
  public SignedIn at(String address) {
    return new SignedIn(participant.at(address), sessionId, expiresAt, only, provenAt);
  }

  @Override
  public String getName() {
    return participant.user();
  }
}
