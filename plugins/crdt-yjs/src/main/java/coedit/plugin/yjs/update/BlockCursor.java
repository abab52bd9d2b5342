package coedit.plugin.yjs.update;

import coedit.plugin.yjs.encoding.ByteReader;

/**
 * A place in one client's block of one update, from which structs are read in turn. The order is
 * that of merging.
 */
final class BlockCursor implements Comparable<BlockCursor> {

  final long client;

  /** The order of the updates, for structs that start at one clock. */
  final int order;

  /** The clock of the next struct. */
  int clock;

  private final ByteReader in;
  private int position;
  private int left;

  /** A cursor before the first struct; {@code in} stands at it, and may go on elsewhere. */
  BlockCursor(ByteReader in, int order, long client, int clock, int structs) {
    this.in = in;
    this.order = order;
    this.client = client;
    this.clock = clock;
    this.position = in.position();
    this.left = structs;
  }

  /** Clients descending, then clocks, then the order of the updates. */
  @Override
  public int compareTo(BlockCursor other) {
    if (client != other.client) {
      return client > other.client ? -1 : 1;
    }
    return clock != other.clock
        ? Integer.compare(clock, other.clock)
        : Integer.compare(order, other.order);
  }

  boolean hasNext() {
    return left > 0;
  }

  byte[] source() {
    return in.bytes();
  }

  /** Reads the next struct into {@code struct} and goes behind it. */
  void next(Struct struct) {
    in.position(position);
    struct.read(in, client, clock);
    position = in.position();
    clock = struct.end();
    left--;
  }
}
