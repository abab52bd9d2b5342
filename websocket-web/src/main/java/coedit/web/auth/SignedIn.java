package coedit.web.auth;

import coedit.core.service.Participant;
import java.security.Principal;
import java.time.Instant;

/**
 * The principal of an authenticated request or handshake.
 *
 * @param participant the signed-in person
 * @param sessionId names the sign-in (the refresh family), not the socket and not one access token
 * @param expiresAt when the sign-in itself ends. An access token lives shorter and is renewed over
 *     REST; an open socket lives as long as the sign-in
 */
public record SignedIn(Participant participant, String sessionId, Instant expiresAt)
    implements Principal {

  public SignedIn {
    if (sessionId.isBlank()) {
      throw new IllegalArgumentException("a sign-in has a session id");
    }
  }

  @Override
  public String getName() {
    return participant.user();
  }
}
