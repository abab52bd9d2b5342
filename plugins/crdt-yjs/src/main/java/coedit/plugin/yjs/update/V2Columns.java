package coedit.plugin.yjs.update;

import coedit.plugin.yjs.encoding.ByteReader;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns of an update in format v2: each kind of field has a run-length encoded column of its
 * own, and what is in none of them stands in the rest.
 */
final class V2Columns {

  /** Numbers of which runs of one value are written once. */
  private static final class Numbers {
    private final ByteReader in;
    private double value;
    private long left;

    Numbers(ByteReader in) {
      this.in = in;
    }

    /** The next number; a negative sign says that a count follows. */
    long next() {
      if (left == 0) {
        value = in.readVarInt();
        boolean counted = value < 0 || 1 / value < 0;
        value = Math.abs(value);
        left = counted ? in.readVarUint() + 2 : 1;
      }
      left--;
      return (long) value;
    }
  }

  /** Numbers of which runs of one difference are written once. */
  private static final class Differences {
    private final ByteReader in;
    private long value;
    private long difference;
    private long left;

    Differences(ByteReader in) {
      this.in = in;
    }

    /** The next number; the lowest bit of a difference says that a count follows. */
    long next() {
      if (left == 0) {
        long coded = (long) in.readVarInt();
        difference = coded >> 1;
        left = (coded & 1) != 0 ? in.readVarUint() + 2 : 1;
      }
      left--;
      value += difference;
      if (value < 0 || value > ByteReader.MAX_SAFE_INTEGER) {
        throw in.malformed("integer of more than 53 bits");
      }
      return value;
    }
  }

  /** Bytes with the length of their run behind each; the last one has none and never ends. */
  private static final class Runs {
    private final ByteReader in;
    private int value;
    private long left;

    Runs(ByteReader in) {
      this.in = in;
    }

    int next() {
      if (left == 0) {
        value = in.readByte();
        left = in.hasMore() ? in.readVarUint() + 1 : Long.MAX_VALUE;
      }
      left--;
      return value;
    }
  }

  /** One long string and the lengths of its pieces. */
  private static final class Strings {
    private final String all;
    private final Numbers lengths;
    private final ByteReader in;
    private int position;

    Strings(ByteReader in) {
      this.in = in;
      this.all = in.hasMore() ? in.readString() : "";
      this.lengths = new Numbers(in);
    }

    String next() {
      long end = position + lengths.next();
      if (end > all.length()) {
        throw in.malformed("text beyond the end");
      }
      String piece = all.substring(position, (int) end);
      position = (int) end;
      return piece;
    }
  }

  private final ByteReader rest;
  private final Differences keys;
  private final Numbers clients;
  private final Differences leftClocks;
  private final Differences rightClocks;
  private final Runs infos;
  private final Strings strings;
  private final Runs parentInfos;
  private final Numbers types;
  private final Numbers lengths;
  private final List<String> seenKeys = new ArrayList<>();

  V2Columns(byte[] update) {
    rest = new ByteReader(update);
    rest.readVarUint();
    keys = new Differences(column());
    clients = new Numbers(column());
    leftClocks = new Differences(column());
    rightClocks = new Differences(column());
    infos = new Runs(column());
    strings = new Strings(column());
    parentInfos = new Runs(column());
    types = new Numbers(column());
    lengths = new Numbers(column());
  }

  private ByteReader column() {
    int length = rest.readCount(1);
    int start = rest.position();
    rest.skip(length);
    return new ByteReader(rest.bytes(), start, start + length);
  }

  /** What is in no column. */
  ByteReader rest() {
    return rest;
  }

  long client() {
    return clients.next();
  }

  long leftClock() {
    return leftClocks.next();
  }

  long rightClock() {
    return rightClocks.next();
  }

  int info() {
    return infos.next();
  }

  boolean parentIsRoot() {
    return parentInfos.next() == 1;
  }

  long type() {
    return types.next();
  }

  long length() {
    return lengths.next();
  }

  String string() {
    return strings.next();
  }

  /** A key or an element's name, written once and then referred to. */
  String key() {
    long key = keys.next();
    if (key < seenKeys.size()) {
      return seenKeys.get((int) key);
    }
    String fresh = strings.next();
    seenKeys.add(fresh);
    return fresh;
  }
}
