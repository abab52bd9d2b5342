package coedit.web.yjs;

import coedit.model.Payload;
import coedit.web.limit.Enforcement;
import coedit.web.socket.SocketLimits;
import coedit.web.socket.SocketServices;
import coedit.web.socket.TokenBucket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a session says of itself. Clients repeat what they hear of others, so a session speaks for
 * one Yjs client only, the first it announces, and for that one as long as it is there. Its clock
 * is remembered when it has gone: a late message does not bring it back.
 *
 * <p>Confined to its document's lock.
 */
final class OwnAwareness {

  /** Clients say every 15 s that they are there still. */
  private static final long LASTS_NANOS = Duration.ofSeconds(30).toNanos();

  private final int maxBytes;
  private final TokenBucket rate;
  private final LongSupplier nanoTime;
  private final Enforcement enforcement;
  private @Nullable AwarenessEntry own;
  private long renewedAt;
  private boolean unshown;

  OwnAwareness(SocketServices services) {
    SocketLimits limits = services.limits();
    this.maxBytes = limits.decode().maxPresenceBytes();
    this.nanoTime = services.nanoTime();
    this.rate = new TokenBucket(limits.presence().perSecond(), limits.presence().burst(), nanoTime);
    this.enforcement = services.enforcement();
  }

  /**
   * Takes what is this session's own of what it says.
   *
   * @param free whether a client that nobody here speaks for may be announced
   */
  void hear(List<AwarenessEntry> entries, Predicate<AwarenessEntry> free) {
    for (AwarenessEntry entry : entries) {
      if (isOwn(entry, free) && isSmall(entry) && isJson(entry)) {
        own = entry;
        renewedAt = nanoTime.getAsLong();
        unshown = true;
      }
    }
  }

  private boolean isOwn(AwarenessEntry entry, Predicate<AwarenessEntry> free) {
    AwarenessEntry known = own;
    if (known != null && known.client() == entry.client()) {
      return entry.isNewsAfter(known);
    }
    return (known == null || known.isGone()) && !entry.isGone() && free.test(entry);
  }

  private boolean isSmall(AwarenessEntry entry) {
    boolean small = entry.state().size() <= maxBytes;
    if (!small) {
      enforcement.refused("too-large");
    }
    return small;
  }

  private static boolean isJson(AwarenessEntry entry) {
    return AwarenessUpdate.isJson(entry.state());
  }

  /** Whether there is something to show, and showing it is not too fast. */
  boolean isDue() {
    boolean due = unshown && rate.take();
    if (unshown && !due) {
      enforcement.refused("presence");
    }
    return due;
  }

  /** Whether this session has been silent about itself for too long; it has gone then. */
  boolean expires() {
    AwarenessEntry known = own;
    if (known == null || known.isGone() || nanoTime.getAsLong() - renewedAt < LASTS_NANOS) {
      return false;
    }
    own = known.gone();
    unshown = true;
    return true;
  }

  /** What is shown to others now; nothing of a client that has gone. */
  Optional<Payload> show() {
    unshown = false;
    AwarenessEntry known = own;
    return known == null || known.isGone()
        ? Optional.empty()
        : Optional.of(AwarenessUpdate.encode(List.of(known)));
  }
}
