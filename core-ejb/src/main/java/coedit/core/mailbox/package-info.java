/**
 * One consumer at a time without a thread of its own: how lanes and rooms take turns.
 *
 * <p>Everything that changes a lane's or a room's state is a message in its mailbox, so that
 * neither needs a lock and a simulator can run both step by step. Knows nothing of documents.
 * Beside that, what tells how time passes: timers, the pulse of threads, and what is said rarely.
 */
@NullMarked
package coedit.core.mailbox;

import org.jspecify.annotations.NullMarked;
