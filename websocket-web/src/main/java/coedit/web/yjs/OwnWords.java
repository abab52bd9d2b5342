package coedit.web.yjs;

import coedit.model.Payload;
import coedit.web.limit.Enforcement;
import coedit.web.socket.SocketLimits;
import coedit.web.socket.SocketServices;
import coedit.web.socket.TokenBucket;

/**
 * How large and how often what a session says to everybody may be: as what it says of itself, but
 * of these words none stands for another, so that what is too much is lost.
 *
 * <p>Confined to its document's lock.
 */
final class OwnWords {

  private final int maxBytes;
  private final TokenBucket rate;
  private final Enforcement enforcement;

  OwnWords(SocketServices services) {
    SocketLimits limits = services.limits();
    this.maxBytes = limits.decode().maxPresenceBytes();
    this.rate =
        new TokenBucket(
            limits.presence().perSecond(), limits.presence().burst(), services.nanoTime());
    this.enforcement = services.enforcement();
  }

  /** Whether it may be passed on. */
  boolean take(Payload word) {
    if (word.size() > maxBytes) {
      enforcement.refused("too-large");
      return false;
    }
    boolean taken = rate.take();
    if (!taken) {
      enforcement.refused("presence");
    }
    return taken;
  }
}
