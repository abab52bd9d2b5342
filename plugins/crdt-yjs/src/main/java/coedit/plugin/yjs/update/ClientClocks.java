package coedit.plugin.yjs.update;

/**
 * What a document has of one client.
 *
 * @param clock the next clock in line: everything below is here, and everything it refers to
 * @param deleted the clocks that are deleted, known or still to come
 * @param waiting the clocks that are here and not in line yet, because something before them or
 *     something they refer to is missing
 */
record ClientClocks(int clock, RangeSet deleted, RangeSet waiting) {

  static final ClientClocks NONE = new ClientClocks(0, RangeSet.EMPTY, RangeSet.EMPTY);

  /** Blocks of clocks that are in line, one that is begun included. */
  int blocks() {
    return (clock + (1 << UpdateStore.CLOCK_BLOCK_BITS) - 1) >>> UpdateStore.CLOCK_BLOCK_BITS;
  }

  /** Ranges of deleted clocks that are not in line, as a whole or in part. */
  int deletedAhead() {
    return deleted.countBeyond(clock);
  }

  ClientClocks upTo(int newClock) {
    return new ClientClocks(newClock, deleted, waiting);
  }

  ClientClocks withWaiting(RangeSet newWaiting) {
    return new ClientClocks(clock, deleted, newWaiting);
  }

  ClientClocks withDeleted(RangeSet newDeleted) {
    return new ClientClocks(clock, newDeleted, waiting);
  }
}
