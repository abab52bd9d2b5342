package coedit.plugin.yjs.open;

import coedit.plugin.yjs.encoding.ByteReader;
import coedit.plugin.yjs.encoding.ByteWriter;
import coedit.plugin.yjs.update.Struct;
import java.util.Arrays;

/**
 * Structs of one client without a hole between them, in the bytes they arrived in: those from
 * {@code clock} on are still to be integrated.
 */
final class StructRun {

  final long client;
  final int endClock;
  private final ByteReader in;
  private int clock;
  private int count;

  /**
   * @param in what there is from the first struct to the last, used by nobody else
   */
  StructRun(long client, int clock, int endClock, int count, ByteReader in) {
    this.client = client;
    this.clock = clock;
    this.endClock = endClock;
    this.count = count;
    this.in = in;
  }

  /** Clock of the next struct. */
  int clock() {
    return clock;
  }

  boolean isDone() {
    return count == 0;
  }

  byte[] source() {
    return in.bytes();
  }

  /** Reads the next struct and stays before it. */
  void peek(Struct struct) {
    int start = in.position();
    struct.read(in, client, clock);
    in.position(start);
  }

  /** Goes behind the struct that was read. */
  void pass(Struct struct) {
    clock += struct.length;
    in.position(struct.contentEnd);
    count--;
  }

  int restBytes() {
    return in.remaining();
  }

  /** What is still to come, in an array of its own. */
  StructRun detach() {
    byte[] rest = Arrays.copyOfRange(in.bytes(), in.position(), in.position() + in.remaining());
    return new StructRun(client, clock, endClock, count, new ByteReader(rest));
  }

  /** What is still to come, as an update. */
  byte[] toUpdate() {
    ByteWriter out = new ByteWriter(restBytes() + 16);
    out.writeVarUint(1);
    out.writeVarUint(count);
    out.writeVarUint(client);
    out.writeVarUint(clock);
    out.writeBytes(in.bytes(), in.position(), in.position() + in.remaining());
    out.writeVarUint(0);
    return out.toBytes();
  }
}
