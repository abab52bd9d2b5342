package coedit.web.yjs;

import coedit.model.Payload;

/**
 * What one client says of itself.
 *
 * @param client the Yjs client id
 * @param clock of two entries of a client the one with the higher clock is newer
 * @param state JSON; {@code null} when the client has gone
 */
public record AwarenessEntry(long client, long clock, Payload state) {

  private static final Payload NULL = Payload.ofUtf8("null");

  boolean isGone() {
    return state.equals(NULL);
  }

  /** The same client, gone: peers take that also at the clock they know. */
  AwarenessEntry gone() {
    return new AwarenessEntry(client, clock, NULL);
  }

  /** Whether peers that know {@code known} of this client take this for news. */
  boolean isNewsAfter(AwarenessEntry known) {
    return clock > known.clock || (clock == known.clock && isGone() && !known.isGone());
  }
}
