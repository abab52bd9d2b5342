package coedit.plugin.yjs.update;

import coedit.plugin.yjs.encoding.AnyValue;
import coedit.plugin.yjs.encoding.ByteReader;
import coedit.plugin.yjs.encoding.ByteWriter;

/**
 * Rewrites an update of format v2, which some applications store, in format v1. Its columns repeat
 * values at no cost, so a few bytes can stand for any number of structs: the result is bounded.
 */
final class V2Import {

  private final V2Columns in;
  private final ByteReader rest;
  private final ByteWriter out = new ByteWriter();
  private final int maxBytes;

  private V2Import(byte[] update, int maxBytes) {
    this.in = new V2Columns(update);
    this.rest = in.rest();
    this.maxBytes = maxBytes;
  }

  static byte[] toV1(byte[] update, int maxBytes) {
    return new V2Import(update, maxBytes).convert();
  }

  private byte[] convert() {
    long blocks = rest.readVarUint();
    out.writeVarUint(blocks);
    for (; blocks > 0; blocks--) {
      long structs = rest.readVarUint();
      out.writeVarUint(structs);
      out.writeVarUint(in.client());
      out.writeVarUint(rest.readVarUint());
      for (; structs > 0; structs--) {
        struct();
        bound();
      }
      bound();
    }
    deletes();
    return out.toBytes();
  }

  private void bound() {
    if (out.size() > maxBytes) {
      throw rest.malformed("more than " + maxBytes + " bytes in format v1");
    }
  }

  private void struct() {
    int info = in.info();
    int kind = info & 0x1f;
    out.writeByte(info);
    if (kind == Struct.SKIP) {
      out.writeVarUint(rest.readVarUint());
    } else if (kind == Struct.GC) {
      out.writeVarUint(in.length());
    } else {
      links(info);
      content(kind);
    }
  }

  private void links(int info) {
    boolean hasOrigin = (info & Struct.HAS_ORIGIN) != 0;
    boolean hasRight = (info & Struct.HAS_RIGHT_ORIGIN) != 0;
    if (hasOrigin) {
      out.writeVarUint(in.client());
      out.writeVarUint(in.leftClock());
    }
    if (hasRight) {
      out.writeVarUint(in.client());
      out.writeVarUint(in.rightClock());
    }
    if (hasOrigin || hasRight) {
      return;
    }
    if (in.parentIsRoot()) {
      out.writeByte(1);
      out.writeString(in.string());
    } else {
      out.writeByte(0);
      out.writeVarUint(in.client());
      out.writeVarUint(in.leftClock());
    }
    if ((info & Struct.HAS_KEY) != 0) {
      out.writeString(in.string());
    }
  }

  private void content(int kind) {
    switch (kind) {
      case Struct.DELETED -> out.writeVarUint(in.length());
      case Struct.JSON -> {
        for (long left = counted(); left > 0; left--) {
          out.writeString(in.string());
          bound();
        }
      }
      case Struct.BINARY -> out.writeByteArray(rest.readByteArray());
      case Struct.STRING -> out.writeString(in.string());
      case Struct.EMBED -> json();
      case Struct.FORMAT -> {
        out.writeString(in.key());
        json();
      }
      case Struct.TYPE -> type();
      case Struct.ANY -> {
        for (long left = counted(); left > 0; left--) {
          any();
        }
      }
      case Struct.DOC -> {
        out.writeString(in.string());
        any();
      }
      default -> throw rest.malformed("unknown kind of struct " + kind);
    }
  }

  private long counted() {
    long count = in.length();
    out.writeVarUint(count);
    return count;
  }

  private void type() {
    long type = in.type();
    out.writeVarUint(type);
    if (type == Struct.TYPE_XML_ELEMENT || type == Struct.TYPE_XML_HOOK) {
      out.writeString(in.key());
    }
  }

  private void any() {
    int start = rest.position();
    AnyValue.skip(rest);
    out.writeBytes(rest.bytes(), start, rest.position());
  }

  /** Values that format v1 writes as JSON texts. */
  private void json() {
    out.writeString(JsonText.of(AnyValue.read(rest), rest));
  }

  private void deletes() {
    long clients = rest.readCount(DeleteSet.MIN_RANGE);
    out.writeVarUint(clients);
    for (; clients > 0; clients--) {
      out.writeVarUint(rest.readVarUint());
      int ranges = rest.readCount(DeleteSet.MIN_RANGE);
      out.writeVarUint(ranges);
      long clock = 0;
      for (; ranges > 0; ranges--) {
        clock = sum(clock, rest.readVarUint());
        long length = rest.readVarUint() + 1;
        out.writeVarUint(clock);
        out.writeVarUint(length);
        clock = sum(clock, length);
      }
    }
    if (rest.hasMore()) {
      throw rest.malformed("bytes after the end");
    }
  }

  private long sum(long clock, long more) {
    if (more > Integer.MAX_VALUE - clock) {
      throw rest.malformed("clock of more than 31 bits");
    }
    return clock + more;
  }
}
