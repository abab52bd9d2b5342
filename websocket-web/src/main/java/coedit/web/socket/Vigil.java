package coedit.web.socket;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Watches over one socket's time: when it was heard last, whether its sign-in is still good,
 * whether it takes its end. Nothing is scheduled per socket; one scan asks all of them.
 */
public final class Vigil {

  /** What is due. */
  public enum Due {
    NOTHING,
    /** The peer should be asked whether it is there. */
    ASK,
    /** Nothing was heard for too long. */
    SILENT,
    SIGN_IN_ENDED,
    /** For minutes nobody could find out whether the sign-in is still good. */
    SIGN_IN_UNKNOWN,
    /** The peer has not taken a message for too long, or not the last one before its end. */
    STUCK
  }

  private static final long FINISH_NANOS = Duration.ofSeconds(5).toNanos();

  private final SocketServices services;
  private final SignInWatch signIn;
  private final long silenceNanos;
  private volatile long heardAt;
  private volatile boolean asked;
  private volatile boolean finishing;
  private volatile long finishingSince;
  private @Nullable Object inFlight;
  private long inFlightSince;

  public Vigil(SocketServices services, SignInWatch signIn) {
    this.services = services;
    this.signIn = signIn;
    this.silenceNanos = services.limits().silence().toNanos();
    this.heardAt = now();
  }

  public void heard() {
    heardAt = now();
    asked = false;
  }

  /** From now on the peer has a few seconds to take what waits. */
  public void finishing() {
    if (!finishing) {
      finishingSince = now();
      finishing = true;
    }
  }

  /**
   * Called by the scan only.
   *
   * @param frame what is on its way to the peer
   */
  public Due look(@Nullable Object frame) {
    long now = now();
    if (frame != inFlight) {
      inFlight = frame;
      inFlightSince = now;
    } else if (frame != null && now - inFlightSince >= silenceNanos) {
      return Due.STUCK;
    }
    if (finishing) {
      return now - finishingSince > FINISH_NANOS ? Due.STUCK : Due.NOTHING;
    }
    if (signIn.hasEnded()) {
      return Due.SIGN_IN_ENDED;
    }
    if (signIn.isUnknown()) {
      return Due.SIGN_IN_UNKNOWN;
    }
    long silent = now - heardAt;
    if (silent >= silenceNanos) {
      return Due.SILENT;
    }
    if (silent >= silenceNanos / 2 && !asked) {
      asked = true;
      return Due.ASK;
    }
    return Due.NOTHING;
  }

  private long now() {
    return services.nanoTime().getAsLong();
  }
}
