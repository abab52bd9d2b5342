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
 * Updates taken apart: a cursor for each client's block in each of them, and what they delete.
 * Taking an update apart reads and so checks all of it. One thread.
 */
final class UpdateBlocks {

  /** A block has at least a count, a client and a clock. */
  static final int MIN_BLOCK = 3;

  /** A struct has at least a kind and a length. */
  static final int MIN_STRUCT = 2;

  private final List<BlockCursor> cursors = new ArrayList<>();
  private final DeleteSet deletes = new DeleteSet();
  private final Struct struct = new Struct();
  private int updates;

  /**
   * One update taken apart.
   *
   * @throws MalformedUpdateException when it is no well-formed update
   */
  static UpdateBlocks of(byte[] update) {
    UpdateBlocks blocks = new UpdateBlocks();
    blocks.add(update);
    return blocks;
  }

  /**
   * Several updates taken apart; what comes earlier is preferred.
   *
   * @throws MalformedUpdateException when one is no well-formed update
   */
  static UpdateBlocks of(List<byte[]> updates) {
    UpdateBlocks blocks = new UpdateBlocks();
    for (byte[] update : updates) {
      blocks.add(update);
    }
    return blocks;
  }

  /** One for each block that has structs, before its first. */
  List<BlockCursor> cursors() {
    return cursors;
  }

  DeleteSet deletes() {
    return deletes;
  }

  private void add(byte[] update) {
    ByteReader in = new ByteReader(update);
    int blocks = in.readCount(MIN_BLOCK);
    Repeats repeats = blocks > 1 ? new Repeats() : null;
    for (int b = 0; b < blocks; b++) {
      int structs = in.readCount(MIN_STRUCT);
      long client = in.readVarUint();
      if (repeats != null) {
        repeats.refuse(client, in);
      }
      int clock = in.readVarUint31();
      if (structs > 0) {
        // The cursor uses the same reader, later: it goes to its own place before it reads.
        cursors.add(new BlockCursor(in, updates, client, clock, structs));
      }
      for (int s = 0; s < structs; s++) {
        struct.read(in, client, clock);
        clock = struct.end();
      }
    }
    deletes.read(in);
    if (in.hasMore()) {
      throw in.malformed("bytes after the end");
    }
    updates++;
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
