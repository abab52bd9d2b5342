/**
 * Who is here and where: a lossy channel of its own, never stored, never sequenced. The latest
 * state of a session wins; a session that is not heard of any more disappears.
 */
@NullMarked
package coedit.core.presence;

import org.jspecify.annotations.NullMarked;
