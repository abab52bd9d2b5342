/**
 * The y-websocket protocol, and what every protocol of the Yjs ecosystem shares: lib0's primitives,
 * sync and awareness messages, a session's document.
 *
 * <p>What peers send each other as updates and state vectors stays opaque here: the core's document
 * type reads it. This package reads the envelopes around it, sees to it that a session speaks for
 * itself only, and turns "sent and forgotten" into one submission under way at a time.
 */
@NullMarked
package coedit.web.yjs;

import org.jspecify.annotations.NullMarked;
