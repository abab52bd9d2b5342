/**
 * The messages of {@code docs/protocol.md} and their JSON: step 2 of an edit, and its way back.
 *
 * <p>Pure: bytes in, messages out, and the reverse. No sockets, no sessions, no Jakarta EE.
 * Operation payloads pass through as the bytes they came in as; their format belongs to the
 * document type.
 */
@NullMarked
package coedit.web.protocol;

import org.jspecify.annotations.NullMarked;
