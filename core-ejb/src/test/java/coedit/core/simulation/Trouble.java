package coedit.core.simulation;

/** What can go wrong in a {@link World}; a {@link Plan} says what does. */
enum Trouble {
  /** Commits that fail, or end without telling how. */
  BAD_COMMITS,
  /** Commits that land after the database was said to have failed. */
  LATE_COMMITS,
  /** A database that cannot be reached for a while, or for one call. */
  NO_DATABASE,
  /** Messages between members that are lost or come twice. */
  BAD_MESSAGES,
  /** Members that disagree about who owns a shard, and shards that move. */
  MOVING_SHARDS,
  /** Map entries that go back in time or vanish. */
  REWINDS,
  /** Entry processors that run twice, or whose answer is lost. */
  BAD_ANSWERS,
  /** Calls to the map that are never answered, done or not: one, or all for a while. */
  SILENT_MAP,
  /** A server that sees no other one, and goes on with the store and with a map of its own. */
  CUT_OFF,
  /** Servers that crash and start again. */
  CRASHES,
  /** Wall clocks that are wrong, and jump. */
  CLOCKS,
  /** Somebody who breaks every rule of the protocol that a client can break. */
  VANDALS,
  /** People whose rights change. */
  RIGHTS,
  /** Backups that are put into the place of the store while no server runs. */
  RESTORES
}
