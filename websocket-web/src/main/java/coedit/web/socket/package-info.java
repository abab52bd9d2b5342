/**
 * The editing sockets: steps 1 and 8 of an edit.
 *
 * <p>A frame comes in at {@code CollabEndpoint}, is decoded by {@code coedit.web.protocol}, and
 * moves the {@code CollabSession}'s state machine, which speaks to the core through {@code
 * EditingService} only. What the core answers goes into the session's {@code Outbox}, the one
 * writer of its socket. Nothing here blocks: container threads deliver frames and completions, core
 * threads deliver batches, and neither may wait for a peer.
 */
@NullMarked
package coedit.web.socket;

import org.jspecify.annotations.NullMarked;
