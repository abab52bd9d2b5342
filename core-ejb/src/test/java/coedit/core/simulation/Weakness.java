package coedit.core.simulation;

/** What a naive server of this kind lacks; the simulation must find out about each. */
enum Weakness {
  /** A lease counts for nothing: whoever commits may. */
  NO_FENCE,
  /** Operations are acknowledged as soon as they are in memory, and written a little later. */
  ACKNOWLEDGES_FROM_MEMORY,
  /** How long something takes is told by the wall clock. */
  TIMES_BY_THE_WALL_CLOCK,
  /** Taking a right away is told to members, and ends no lease. */
  RIGHTS_END_NO_LEASE,
  /** After a backup was restored the store's history passes for the one that clients have seen. */
  BACKUPS_KEEP_THE_GENERATION
}
