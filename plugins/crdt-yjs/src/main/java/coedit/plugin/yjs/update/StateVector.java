package coedit.plugin.yjs.update;

import coedit.plugin.yjs.encoding.ByteReader;
import coedit.plugin.yjs.encoding.ByteWriter;
import java.util.HashMap;
import java.util.Map;

/** For each client the next clock that somebody waits for. */
public final class StateVector {

  private final Map<Long, Integer> clocks;

  private StateVector(Map<Long, Integer> clocks) {
    this.clocks = clocks;
  }

  /**
   * Reads a state vector as clients send it.
   *
   * @throws coedit.plugin.yjs.encoding.MalformedUpdateException when it is none
   */
  public static StateVector read(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    int count = in.readCount(2);
    Map<Long, Integer> clocks = new HashMap<>();
    for (int i = 0; i < count; i++) {
      long client = in.readVarUint();
      // Nobody has clocks beyond 31 bits; to have more than there is, is to have all.
      clocks.put(client, (int) Math.min(in.readVarUint(), Integer.MAX_VALUE));
    }
    if (in.hasMore()) {
      throw in.malformed("bytes after the end");
    }
    return new StateVector(clocks);
  }

  /** Whether it is that of somebody who has nothing. */
  public boolean isEmpty() {
    return clocks.isEmpty();
  }

  public int clock(long client) {
    return clocks.getOrDefault(client, 0);
  }

  /**
   * The state vector of somebody who has nothing but {@code update}: for each client whose clocks
   * are there from 0 on, the first one missing.
   */
  static byte[] ofUpdate(byte[] update) {
    ByteReader in = new ByteReader(update);
    ByteWriter entries = new ByteWriter();
    Struct struct = new Struct();
    int count = 0;
    for (int blocks = in.readCount(UpdateBlocks.MIN_BLOCK); blocks > 0; blocks--) {
      int structs = in.readCount(UpdateBlocks.MIN_STRUCT);
      long client = in.readVarUint();
      int clock = in.readVarUint31();
      int next = 0;
      for (; structs > 0; structs--) {
        struct.read(in, client, clock);
        if (clock == next && struct.kind != Struct.SKIP) {
          next = struct.end();
        }
        clock = struct.end();
      }
      if (next > 0) {
        count++;
        entries.writeVarUint(client);
        entries.writeVarUint(next);
      }
    }
    ByteWriter out = new ByteWriter(entries.size() + 5);
    out.writeVarUint(count);
    out.writeAll(entries);
    return out.toBytes();
  }
}
