/**
 * One running server put together: lanes, rooms, feed and committer around the ports they share.
 *
 * <p>Plain Java: the server's beans build a {@link coedit.core.member.Member} from real ports,
 * tests and the simulator from their own.
 */
@NullMarked
package coedit.core.member;

import org.jspecify.annotations.NullMarked;
