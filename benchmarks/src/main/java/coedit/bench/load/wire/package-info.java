/**
 * The native protocol (docs/protocol.md) as bytes: what the generator sends, and a scanner for what
 * it receives.
 *
 * <p>A message of operations is read in one pass over the receive buffer. Nothing is allocated for
 * it, because under load such messages arrive by the ten thousand per second. Not here: sockets,
 * and what a client does with a message.
 */
@NullMarked
package coedit.bench.load.wire;

import org.jspecify.annotations.NullMarked;
