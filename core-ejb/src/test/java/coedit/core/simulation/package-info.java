/**
 * Two whole members on one thread, with everything around them faked and faulty: messages are lost,
 * doubled and reordered, the map goes back in time, commits land late or leave their outcome
 * unknown, both members may take themselves for the owner, members crash.
 *
 * <p>A plan (seed, length, what may go wrong) gives one run, always the same. The invariants of the
 * design are checked at every step and after each run; a plan that breaks one is made smaller until
 * it can be understood. Servers with a known weakness show that it would be found.
 */
@NullMarked
package coedit.core.simulation;

import org.jspecify.annotations.NullMarked;
