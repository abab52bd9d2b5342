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

  ClientClocks upTo(int newClock) {
    return new ClientClocks(newClock, deleted, waiting);
  }

  ClientClocks withDeleted(RangeSet newDeleted) {
    return new ClientClocks(clock, newDeleted, waiting);
  }
}
