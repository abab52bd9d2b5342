package coedit.plugin.yjs.open;

import coedit.plugin.yjs.encoding.ByteReader;
import coedit.plugin.yjs.encoding.ByteWriter;

/**
 * Structs of one client without a hole between them, in the bytes they arrived in: those from
 * {@code clock} on are still to be integrated.
 */
final class StructRun {

  final long client;
  final int endClock;
  private final byte[] source;
  private final int end;
  private int clock;
  private int position;
  private int count;

  StructRun(long client, int clock, int endClock, int count, ByteReader at, int end) {
    this.client = client;
    this.clock = clock;
    this.endClock = endClock;
    this.count = count;
    this.source = at.bytes();
    this.position = at.position();
    this.end = end;
  }

  private StructRun(StructRun rest, byte[] copy) {
    this.client = rest.client;
    this.clock = rest.clock;
    this.endClock = rest.endClock;
    this.count = rest.count;
    this.source = copy;
    this.position = 0;
    this.end = copy.length;
  }

  /** Clock of the next struct. */
  int clock() {
    return clock;
  }

  boolean isDone() {
    return count == 0;
  }

  byte[] source() {
    return source;
  }

  /** Reads the next struct and stays before it. */
  void peek(StructReader struct) {
    struct.read(new ByteReader(source, position, end), client, clock);
  }

  /** Goes behind the struct that was read. */
  void pass(StructReader struct) {
    clock += struct.length;
    position = struct.end;
    count--;
  }

  int restBytes() {
    return end - position;
  }

  /** What is still to come, in an array of its own. */
  StructRun detach() {
    return new StructRun(this, java.util.Arrays.copyOfRange(source, position, end));
  }

  /** Writes what is still to come as a client's block of an update. */
  void write(ByteWriter out) {
    out.writeVarUint(count);
    out.writeVarUint(client);
    out.writeVarUint(clock);
    out.writeBytes(source, position, end);
  }
}
