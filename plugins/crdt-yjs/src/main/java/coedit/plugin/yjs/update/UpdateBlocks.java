package coedit.plugin.yjs.update;

import coedit.plugin.yjs.encoding.ByteReader;
import coedit.plugin.yjs.encoding.MalformedUpdateException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * An update taken apart: a cursor for each client's block, and its delete set. Taking it apart
 * reads and so checks all of it.
 *
 * @param cursors one per block that has structs, each before its first
 * @param deletes what it deletes
 */
record UpdateBlocks(List<BlockCursor> cursors, DeleteSet deletes) {

  /** A block has at least a count, a client and a clock. */
  static final int MIN_BLOCK = 3;

  /** A struct has at least a kind and a length. */
  static final int MIN_STRUCT = 2;

  /**
   * @param order of this update among others
   * @throws MalformedUpdateException when it is no well-formed update
   */
  static UpdateBlocks of(byte[] update, int order) {
    ByteReader in = new ByteReader(update);
    ByteReader shared = new ByteReader(update);
    Struct struct = new Struct();
    int blocks = in.readCount(MIN_BLOCK);
    List<BlockCursor> cursors = new ArrayList<>(Math.min(blocks, 16));
    Repeats repeats = new Repeats();
    for (int b = 0; b < blocks; b++) {
      int structs = in.readCount(MIN_STRUCT);
      long client = in.readVarUint();
      repeats.refuse(client, in);
      int clock = in.readVarUint31();
      shared.position(in.position());
      if (structs > 0) {
        cursors.add(new BlockCursor(shared, order, client, clock, structs));
      }
      for (int s = 0; s < structs; s++) {
        struct.read(in, client, clock);
        clock = struct.end();
      }
    }
    DeleteSet deletes = DeleteSet.read(in);
    if (in.hasMore()) {
      throw in.malformed("bytes after the end");
    }
    return new UpdateBlocks(cursors, deletes);
  }

  /** Refuses a second block of one client; Yjs would forget the first. */
  static final class Repeats {
    private long last = Long.MAX_VALUE;
    private boolean descending = true;
    private final List<Long> seen = new ArrayList<>(4);
    private final Set<Long> all = new HashSet<>();

    void refuse(long client, ByteReader in) {
      if (descending && client < last) {
        seen.add(client);
      } else {
        if (descending) {
          descending = false;
          all.addAll(seen);
        }
        if (!all.add(client)) {
          throw in.malformed("two blocks of one client");
        }
      }
      last = client;
    }
  }
}
