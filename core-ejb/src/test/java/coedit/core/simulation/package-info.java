/**
 * Two whole members on one thread, with everything around them faked and faulty: messages are lost,
 * doubled and reordered, the map goes back in time, commits land late or leave their outcome
 * unknown, both members may take themselves for the owner, members crash.
 *
 * <p>One seed gives one run. After each run the invariants of the design are checked.
 */
@NullMarked
package coedit.core.simulation;

import org.jspecify.annotations.NullMarked;
