package coedit.plugin.yjs.update;

import coedit.plugin.yjs.encoding.ByteWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Keystrokes of several clients as Yjs sends them: mostly where they typed last, with deletions.
 */
final class TypedUpdates {

  private final Random random;
  private final int[] clocks;
  private final long[] lastRight;

  TypedUpdates(Random random, int clients) {
    this.random = random;
    this.clocks = new int[clients];
    this.lastRight = new long[clients];
  }

  List<byte[]> next(int count) {
    List<byte[]> updates = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      updates.add(next());
    }
    return updates;
  }

  byte[] next() {
    int client = random.nextInt(clocks.length);
    ByteWriter out = new ByteWriter();
    if (clocks[client] > 3 && random.nextInt(4) == 0) {
      out.writeVarUint(0);
      out.writeVarUint(1);
      out.writeVarUint(client + 1);
      out.writeVarUint(1);
      out.writeVarUint(random.nextInt(clocks[client]));
      out.writeVarUint(1);
      return out.toBytes();
    }
    insert(client, out);
    out.writeVarUint(0);
    return out.toBytes();
  }

  private void insert(int client, ByteWriter out) {
    out.writeVarUint(1);
    out.writeVarUint(1);
    out.writeVarUint(client + 1);
    out.writeVarUint(clocks[client]);
    if (clocks[client] == 0) {
      out.writeByte(Struct.STRING);
      out.writeByte(1);
      out.writeString("text");
    } else {
      boolean jumps = random.nextInt(20) == 0;
      lastRight[client] = jumps ? random.nextInt(clocks[client]) : lastRight[client];
      out.writeByte(Struct.STRING | Struct.HAS_ORIGIN | Struct.HAS_RIGHT_ORIGIN);
      out.writeVarUint(client + 1);
      out.writeVarUint(jumps ? random.nextInt(clocks[client]) : clocks[client] - 1);
      out.writeVarUint(client + 1);
      out.writeVarUint(lastRight[client]);
    }
    String text = "aü漢".substring(random.nextInt(3)).substring(0, 1);
    out.writeString(text);
    clocks[client] += text.length();
  }
}
