package coedit.plugin.yjs.update;

import coedit.plugin.yjs.encoding.ByteReader;
import coedit.plugin.yjs.encoding.MalformedUpdateException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
    return of(update, order, new Struct());
  }

  /** The same, with a struct of the caller's to read into. */
  static UpdateBlocks of(byte[] update, int order, Struct struct) {
    ByteReader in = new ByteReader(update);
    ByteReader shared = new ByteReader(update);
    int blocks = in.readCount(MIN_BLOCK);
    List<BlockCursor> cursors = new ArrayList<>(Math.min(blocks, 10));
    Repeats repeats = blocks > 1 ? new Repeats() : null;
    for (int b = 0; b < blocks; b++) {
      int structs = in.readCount(MIN_STRUCT);
      long client = in.readVarUint();
      if (repeats != null) {
        repeats.refuse(client, in);
      }
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
    private long[] seen = {};
    private int size;
    private @Nullable Set<Long> all;

    void refuse(long client, ByteReader in) {
      if (all == null && client < last) {
        if (size == seen.length) {
          seen = Arrays.copyOf(seen, 2 * size + 8);
        }
        seen[size++] = client;
        last = client;
      } else if (!unordered().add(client)) {
        throw in.malformed("two blocks of one client");
      }
    }

    /** Clients that do not descend, as nobody writes them, are looked up one by one. */
    private Set<Long> unordered() {
      Set<Long> found = all;
      if (found == null) {
        found = new HashSet<>();
        for (int i = 0; i < size; i++) {
          found.add(seen[i]);
        }
        all = found;
      }
      return found;
    }
  }
}
