package coedit.web.auth;

import coedit.web.auth.SignedTokens.Purpose;
import coedit.web.auth.SignedTokens.Verified;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/** Who somebody is by a token that they show inside a protocol, after the handshake. */
@ApplicationScoped
public class TokenDesk {

  @Inject SignedTokens tokens;
  @Inject Tickets tickets;
  @Inject CachedLiveness liveness;
  @Inject ExternalTokens external;

  /**
   * The sign-in behind a ticket, which is used up by it, or an access token, ours or an issuer's.
   * Blocks on the store.
   *
   * @param document that the token is shown for, as its address names it
   */
  public Optional<SignedIn> read(String token, String document) {
    return tickets
        .redeem(token, Optional.of(document))
        .or(() -> tokens.read(Purpose.ACCESS, token))
        .or(() -> external.read(token))
        .map(Verified::who)
        .filter(who -> liveness.isLiveNow(who.sessionId()));
  }
}
