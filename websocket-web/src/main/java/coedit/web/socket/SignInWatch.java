package coedit.web.socket;

import coedit.web.auth.SignedIn;
import org.jspecify.annotations.Nullable;

/**
 * Whether the sign-in that a socket or a document on it lives by still holds; asked by the scan.
 */
public final class SignInWatch {

  private final SocketServices services;
  private final @Nullable SignedIn signedIn;

  /**
   * @param signedIn null for a socket on which nobody has signed in: nothing can end
   */
  public SignInWatch(SocketServices services, @Nullable SignedIn signedIn) {
    this.services = services;
    this.signedIn = signedIn;
    isRevoked(); // so that it is looked after from now on, not from the first scan on
  }

  public boolean hasEnded() {
    return signedIn != null
        && (!signedIn.expiresAt().isAfter(services.clock().instant()) || isRevoked());
  }

  /** Whether nobody could find out for too long. */
  public boolean isUnknown() {
    return signedIn != null && !services.liveness().isKnown(signedIn.sessionId());
  }

  /** The answer is in memory. */
  private boolean isRevoked() {
    return signedIn != null && !services.liveness().isLive(signedIn.sessionId());
  }
}
