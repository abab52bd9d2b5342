package coedit.plugin.yjs.update;

import coedit.plugin.yjs.encoding.AnyValue;
import coedit.plugin.yjs.encoding.ByteReader;
import coedit.plugin.yjs.encoding.ByteWriter;
import coedit.plugin.yjs.encoding.Utf8;

/**
 * Writes structs client by client, in the order of their clocks, and joins what continues: a run of
 * keystrokes becomes one struct. Where clocks are missing it writes a Skip.
 *
 * <p>Two pieces join when they are of one kind that can be joined, their clocks follow, the second
 * one's origin is the last clock of the first, and they have the same right origin. Yjs also asks
 * that they stand side by side in the document; that may be left out here, because whoever reads
 * the joined run cuts it again at exactly the places where something stands between.
 */
final class RunWriter {

  private static final int REPLACEMENT_SIZE = 3;

  private final ByteWriter blocks;
  private final ByteWriter body = new ByteWriter();
  private final ByteWriter content = new ByteWriter();

  private int blockCount;
  private int structs;

  private long client;
  private int blockStart;
  private int blockStructs;

  /** The run that may still grow; {@link #kind} is SKIP when there is none. */
  private int kind = Struct.SKIP;

  private int runStart;
  private int runEnd;
  private boolean hasRight;
  private long rightClient;
  private int rightClock;

  /** A writer that will write about {@code expectedBytes}. */
  RunWriter(int expectedBytes) {
    blocks = new ByteWriter(expectedBytes);
  }

  /** The number of structs written, without Skips. */
  int structs() {
    return structs;
  }

  /**
   * Writes a piece of a struct, {@code from} to {@code to} counted from its own start.
   *
   * @param deleted writes the clocks as deleted and leaves their content out
   */
  void write(Struct struct, byte[] source, int from, int to, boolean deleted) {
    int start = struct.clock + from;
    int pieceKind = deleted && struct.kind != Struct.TYPE ? deletedKind(struct) : struct.kind;
    begin(struct.client, start);
    if (!joins(struct, pieceKind, from)) {
      flush();
      open(struct, source, pieceKind, from);
    }
    runEnd = struct.clock + to;
    if (pieceKind == Struct.STRING) {
      writeText(struct, source, from, to);
    } else if (pieceKind == Struct.ANY || pieceKind == Struct.JSON) {
      writeElements(struct, source, from, to);
    } else if (pieceKind != Struct.DELETED && pieceKind != Struct.GC) {
      body.writeBytes(source, struct.contentStart, struct.contentEnd);
    }
  }

  private static int deletedKind(Struct struct) {
    return struct.kind == Struct.GC ? Struct.GC : Struct.DELETED;
  }

  /** Starts a client's block, or fills the hole before the next struct of this one. */
  private void begin(long ofClient, int start) {
    if (blockStructs == 0 || ofClient != client) {
      endBlock();
      client = ofClient;
      blockStart = start;
    } else if (start > runEnd) {
      flush();
      body.writeByte(Struct.SKIP);
      body.writeVarUint(start - runEnd);
      blockStructs++;
      kind = Struct.SKIP;
      runEnd = start;
    }
  }

  private boolean joins(Struct struct, int pieceKind, int from) {
    if (pieceKind != kind || blockStructs == 0) {
      return false;
    }
    return switch (pieceKind) {
      case Struct.GC -> true;
      case Struct.STRING, Struct.ANY, Struct.JSON, Struct.DELETED -> continues(struct, from);
      default -> false;
    };
  }

  private boolean continues(Struct struct, int from) {
    boolean follows =
        from > 0
            || (struct.hasOrigin
                && struct.originClient == client
                && struct.originClock == struct.clock - 1);
    return follows
        && struct.hasRightOrigin == hasRight
        && (!hasRight || (struct.rightClient == rightClient && struct.rightClock == rightClock));
  }

  /** Begins a run with the head of {@code struct}, cut at {@code from}. */
  private void open(Struct struct, byte[] source, int pieceKind, int from) {
    kind = pieceKind;
    runStart = struct.clock + from;
    blockStructs++;
    structs++;
    if (pieceKind == Struct.GC) {
      body.writeByte(Struct.GC);
      return;
    }
    hasRight = struct.hasRightOrigin;
    rightClient = struct.rightClient;
    rightClock = struct.rightClock;
    boolean hasOrigin = from > 0 || struct.hasOrigin;
    boolean hasParent = !hasOrigin && !hasRight;
    body.writeByte(
        pieceKind
            | (hasOrigin ? Struct.HAS_ORIGIN : 0)
            | (hasRight ? Struct.HAS_RIGHT_ORIGIN : 0)
            | (hasParent && struct.hasKey ? Struct.HAS_KEY : 0));
    if (from > 0) {
      writeId(client, runStart - 1);
    } else if (hasOrigin) {
      writeId(struct.originClient, struct.originClock);
    }
    if (hasRight) {
      writeId(rightClient, rightClock);
    }
    if (hasParent) {
      writeParent(struct, source);
    }
  }

  private void writeParent(Struct struct, byte[] source) {
    body.writeByte(struct.parentIsRoot ? 1 : 0);
    if (struct.parentIsRoot) {
      writeName(source, struct.nameStart, struct.nameEnd);
    } else {
      writeId(struct.parentClient, struct.parentClock);
    }
    if (struct.hasKey) {
      writeName(source, struct.keyStart, struct.keyEnd);
    }
  }

  private void writeId(long ofClient, int clock) {
    body.writeVarUint(ofClient);
    body.writeVarUint(clock);
  }

  private void writeName(byte[] source, int start, int end) {
    body.writeVarUint(end - start);
    body.writeBytes(source, start, end);
  }

  /** A cut through a surrogate pair leaves a replacement character on both sides, as in Yjs. */
  private void writeText(Struct struct, byte[] source, int from, int to) {
    int start = struct.contentStart;
    if (from > 0) {
      int first = Utf8.indexOfUnit(source, start, from);
      if (first < 0) {
        writeReplacement();
      }
      start = first < 0 ? ~first + 4 : first;
    }
    int end = struct.contentEnd;
    boolean cut = false;
    if (to < struct.length) {
      int last = Utf8.indexOfUnit(source, struct.contentStart, to);
      cut = last < 0;
      end = cut ? ~last : last;
    }
    if (end > start) {
      content.writeBytes(source, start, end);
    }
    if (cut) {
      writeReplacement();
    }
  }

  private void writeReplacement() {
    content.writeBytes(new byte[] {(byte) 0xef, (byte) 0xbf, (byte) 0xbd}, 0, REPLACEMENT_SIZE);
  }

  private void writeElements(Struct struct, byte[] source, int from, int to) {
    if (from == 0 && to == struct.length) {
      content.writeBytes(source, struct.contentStart, struct.contentEnd);
      return;
    }
    ByteReader in = new ByteReader(source, struct.contentStart, struct.contentEnd);
    int start = struct.contentStart;
    for (int i = 0; i < to; i++) {
      if (i == from) {
        start = in.position();
      }
      if (struct.kind == Struct.ANY) {
        AnyValue.skip(in);
      } else {
        in.skipString();
      }
    }
    content.writeBytes(source, start, in.position());
  }

  /** Finishes the open run. */
  private void flush() {
    if (blockStructs == 0) {
      return;
    }
    switch (kind) {
      case Struct.GC, Struct.DELETED -> body.writeVarUint(runEnd - runStart);
      case Struct.STRING -> {
        body.writeVarUint(content.size());
        body.writeAll(content);
      }
      case Struct.ANY, Struct.JSON -> {
        body.writeVarUint(runEnd - runStart);
        body.writeAll(content);
      }
      default -> {}
    }
    content.clear();
    kind = Struct.SKIP;
  }

  private void endBlock() {
    if (blockStructs > 0) {
      flush();
      blockCount++;
      blocks.writeVarUint(blockStructs);
      blocks.writeVarUint(client);
      blocks.writeVarUint(blockStart);
      blocks.writeAll(body);
      body.clear();
      blockStructs = 0;
    }
  }

  /** Everything written, as the front part of an update; the delete set follows it. */
  ByteWriter finish() {
    endBlock();
    ByteWriter out = new ByteWriter(blocks.size() + 16);
    out.writeVarUint(blockCount);
    out.writeAll(blocks);
    return out;
  }
}
