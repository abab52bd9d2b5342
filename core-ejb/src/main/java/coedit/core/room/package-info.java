/**
 * Step 7 of an edit, second half: one room per document and member delivers revision r+1 and
 * nothing else to its sessions (INV-7), and keeps what they sent until it is settled.
 *
 * <p>A room never decides on an operation; it passes submissions to the owner's lane and repeats
 * them after a takeover. It repairs gaps from the log. Sees sessions only as {@code Subscriber}s;
 * no socket, no map, no Jakarta EE.
 */
@NullMarked
package coedit.core.room;

import org.jspecify.annotations.NullMarked;
