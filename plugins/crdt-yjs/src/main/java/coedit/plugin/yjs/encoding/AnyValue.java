package coedit.plugin.yjs.encoding;

import coedit.model.Payload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A value that says what it is: JSON, and what else a JavaScript value can be. As in JavaScript
 * there is one kind of number; which of its three encodings is used follows from the value.
 */
public sealed interface AnyValue {

  /** Deeper values are malformed. */
  int MAX_DEPTH = 100;

  /** JavaScript's {@code undefined} and {@code null}, and the two booleans. */
  enum Constant implements AnyValue {
    UNDEFINED,
    NULL,
    FALSE,
    TRUE
  }

  /** A JavaScript number. */
  record Numeric(double value) implements AnyValue {}

  /** A 64-bit integer, which JavaScript keeps apart from numbers. */
  record BigInt(long value) implements AnyValue {}

  /** Text. */
  record Text(String value) implements AnyValue {}

  /** An object; its keys keep the order in which they were written. */
  record Entries(Map<String, AnyValue> values) implements AnyValue {}

  /** An array. */
  record Elements(List<AnyValue> values) implements AnyValue {
    public Elements {
      values = List.copyOf(values);
    }
  }

  /** Raw bytes. */
  record Bytes(Payload value) implements AnyValue {}

  /** Reads one value. */
  static AnyValue read(ByteReader in) {
    return read(in, MAX_DEPTH);
  }

  private static AnyValue read(ByteReader in, int depth) {
    int tag = in.readByte();
    return switch (tag) {
      case 127 -> Constant.UNDEFINED;
      case 126 -> Constant.NULL;
      case 125 -> new Numeric(in.readVarInt());
      case 124 -> new Numeric(in.readFloat32());
      case 123 -> new Numeric(in.readFloat64());
      case 122 -> new BigInt(in.readInt64());
      case 121 -> Constant.FALSE;
      case 120 -> Constant.TRUE;
      case 119 -> new Text(in.readString());
      case 118 -> readObject(in, deeper(in, depth));
      case 117 -> readArray(in, deeper(in, depth));
      case 116 -> new Bytes(Payload.wrap(in.readByteArray()));
      default -> throw in.malformed("unknown kind of value " + tag);
    };
  }

  private static Entries readObject(ByteReader in, int depth) {
    int count = in.readCount(2);
    Map<String, AnyValue> entries = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      String key = in.readString();
      entries.put(key, read(in, depth));
    }
    return new Entries(entries);
  }

  private static Elements readArray(ByteReader in, int depth) {
    int count = in.readCount(1);
    List<AnyValue> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      values.add(read(in, depth));
    }
    return new Elements(values);
  }

  /** Passes over one value, checked as by {@link #read}, and creates nothing. */
  static void skip(ByteReader in) {
    skip(in, MAX_DEPTH);
  }

  private static void skip(ByteReader in, int depth) {
    int tag = in.readByte();
    switch (tag) {
      case 127, 126, 121, 120 -> {}
      case 125 -> in.readVarInt();
      case 124 -> in.skip(4);
      case 123, 122 -> in.skip(8);
      case 119 -> in.skipString();
      case 118 -> {
        int below = deeper(in, depth);
        for (int left = in.readCount(2); left > 0; left--) {
          in.skipString();
          skip(in, below);
        }
      }
      case 117 -> {
        int below = deeper(in, depth);
        for (int left = in.readCount(1); left > 0; left--) {
          skip(in, below);
        }
      }
      case 116 -> in.skipByteArray();
      default -> throw in.malformed("unknown kind of value " + tag);
    }
  }

  private static int deeper(ByteReader in, int depth) {
    if (depth == 0) {
      throw in.malformed("nested deeper than " + MAX_DEPTH);
    }
    return depth - 1;
  }

  /** Writes this value as lib0 would. */
  default void write(ByteWriter out) {
    AnyWriter.write(this, out);
  }
}
