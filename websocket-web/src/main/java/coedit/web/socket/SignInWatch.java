package coedit.web.socket;

import coedit.web.auth.SignedIn;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whether the sign-in that a socket or a document on it lives by still holds; asked by the scan.
 */
public final class SignInWatch {

  /** The answer is in memory; it is news every two seconds. */
  private static final long LIVENESS_NANOS = Duration.ofSeconds(1).toNanos();

  private final SocketServices services;
  private final @Nullable SignedIn signedIn;
  private long livenessAt;

  /**
   * @param signedIn null for a socket on which nobody has signed in: nothing can end
   */
  public SignInWatch(SocketServices services, @Nullable SignedIn signedIn) {
    this.services = services;
    this.signedIn = signedIn;
    this.livenessAt = services.nanoTime().getAsLong();
  }

  public boolean hasEnded() {
    return signedIn != null
        && (!signedIn.expiresAt().isAfter(services.clock().instant()) || isRevoked(signedIn));
  }

  private boolean isRevoked(SignedIn who) {
    long now = services.nanoTime().getAsLong();
    if (now - livenessAt < LIVENESS_NANOS) {
      return false;
    }
    livenessAt = now;
    return !services.liveness().isLive(who.sessionId());
  }
}
