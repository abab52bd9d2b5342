/**
 * A WebSocket client (RFC 6455) for load generation: one thread and one selector for all
 * connections.
 *
 * <p>The generator shares a small machine with the server it measures, so what it costs itself has
 * to be a small part of one core. Messages are handed over as a range of the receive buffer,
 * without a copy and without text decoding. Not here: TLS, extensions, and anything that knows what
 * a message means.
 */
@NullMarked
package coedit.bench.load.socket;

import org.jspecify.annotations.NullMarked;
