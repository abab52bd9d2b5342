package coedit.web.auth;

import coedit.core.service.SessionRecord.Vouching;
import java.time.Instant;
import java.util.Optional;

/**
 * That somebody is who they are.
 *
 * @param by who says so
 * @param at when they showed it, if that was before
 */
public record SignInProof(Vouching by, Optional<Instant> at) {

  /** A password that was just given. */
  public static final SignInProof PASSWORD = new SignInProof(Vouching.PASSWORD, Optional.empty());

  /** What an issuer elsewhere says. */
  public static SignInProof of(SignedIn introduced) {
    return new SignInProof(Vouching.ISSUER, introduced.provenAt());
  }

  /** When they showed it: not later than now, whatever the issuer's clock says. */
  Instant atLatest(Instant now) {
    return at.filter(now::isAfter).orElse(now);
  }
}
