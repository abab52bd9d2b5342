package coedit.plugin.yjs.open;

import coedit.plugin.yjs.encoding.ByteReader;
import coedit.plugin.yjs.update.Struct;
import java.util.ArrayList;
import java.util.List;

/** An update that was read through and found well-formed; nothing of it is integrated yet. */
final class IncomingUpdate {

  private static final int LEAST_STRUCT = 2;

  /** A number of structs, a client and a clock. */
  private static final int LEAST_BLOCK = 3;

  private static final int LEAST_RANGE = 2;

  final List<StructRun> runs = new ArrayList<>(1);
  private final byte[] bytes;
  private int deletes;

  private IncomingUpdate(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Reads an update through.
   *
   * @throws coedit.plugin.yjs.encoding.MalformedUpdateException when it is not an update in format
   *     v1
   */
  static IncomingUpdate read(byte[] bytes, Struct struct) {
    IncomingUpdate update = new IncomingUpdate(bytes);
    ByteReader in = new ByteReader(bytes);
    for (int blocks = in.readCount(LEAST_BLOCK); blocks > 0; blocks--) {
      update.readBlock(in, struct);
    }
    update.deletes = in.position();
    update.checkDeletes(in);
    if (in.hasMore()) {
      throw in.malformed("bytes after the end of the update");
    }
    return update;
  }

  private void readBlock(ByteReader in, Struct struct) {
    int structs = in.readCount(LEAST_STRUCT);
    long client = in.readVarUint();
    int clock = in.readVarUint31();
    int start = in.position();
    int startClock = clock;
    int count = 0;
    for (int left = structs; left > 0; left--) {
      int before = in.position();
      struct.read(in, client, clock);
      clock = struct.end();
      boolean skip = struct.kind == Struct.SKIP;
      count += skip ? 0 : 1;
      if (count > 0 && (left == 1 || skip)) {
        ByteReader first = new ByteReader(bytes, start, skip ? before : in.position());
        int end = skip ? struct.clock : clock;
        runs.add(new StructRun(client, startClock, end, count, first));
      }
      if (skip) {
        count = 0;
        startClock = clock;
        start = in.position();
      }
    }
  }

  private void checkDeletes(ByteReader in) {
    for (int clients = in.readCount(LEAST_RANGE); clients > 0; clients--) {
      in.readVarUint();
      for (int ranges = in.readCount(LEAST_RANGE); ranges > 0; ranges--) {
        int clock = in.readVarUint31();
        if (in.readVarUint31() > Integer.MAX_VALUE - clock) {
          throw in.malformed("clocks beyond 31 bits");
        }
      }
    }
  }

  /** Takes the ranges of a delete set one by one. */
  interface RangeVisitor {
    void visit(long client, int from, int end);
  }

  /** Reads the delete set again. */
  void deletes(RangeVisitor visitor) {
    ByteReader in = new ByteReader(bytes, deletes, bytes.length);
    for (int clients = in.readVarUint31(); clients > 0; clients--) {
      long client = in.readVarUint();
      for (int ranges = in.readVarUint31(); ranges > 0; ranges--) {
        int from = in.readVarUint31();
        visitor.visit(client, from, from + in.readVarUint31());
      }
    }
  }
}
