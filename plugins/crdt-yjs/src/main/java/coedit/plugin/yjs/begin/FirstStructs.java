package coedit.plugin.yjs.begin;

import coedit.plugin.yjs.encoding.AnyValue;
import coedit.plugin.yjs.encoding.ByteWriter;
import coedit.plugin.yjs.update.Struct;
import java.util.List;

/**
 * Writes the structs of one client in a document that nobody else has written in: each sequence
 * from its beginning to its end, each key once. So nothing has to be placed. One thread.
 */
final class FirstStructs {

  /** Kinds of shared types, as numbered on the wire. */
  static final int ARRAY = 0;

  static final int MAP = 1;
  static final int XML_ELEMENT = Struct.TYPE_XML_ELEMENT;
  static final int XML_TEXT = 6;

  private static final int NOTHING = -1;

  private final long client;
  private final ByteWriter structs = new ByteWriter(1024);
  private int count;
  private int clock;

  FirstStructs(long client) {
    this.client = client;
  }

  /** A shared type that is being filled: a root by its name, another by the clock of its struct. */
  final class Type {
    private final String root;
    private final int owner;
    private int last = NOTHING;

    private Type(String root, int owner) {
      this.root = root;
      this.owner = owner;
    }

    /** Adds characters. */
    void text(String text) {
      if (!text.isEmpty()) {
        next(Struct.STRING);
        structs.writeString(text);
        end(text.length());
      }
    }

    /** Adds something that is no text, as JSON. */
    void embed(String json) {
      next(Struct.EMBED);
      structs.writeString(json);
      end(1);
    }

    /** From here on a format has a value, JSON {@code null} for its end. */
    void mark(String key, String json) {
      next(Struct.FORMAT);
      structs.writeString(key);
      structs.writeString(json);
      end(1);
    }

    /** Adds values. */
    void values(List<AnyValue> values) {
      if (!values.isEmpty()) {
        next(Struct.ANY);
        write(values);
        end(values.size());
      }
    }

    /** Adds an empty shared type without a name. */
    Type type(int kind) {
      next(Struct.TYPE);
      return begun(kind);
    }

    /** Adds an empty element. */
    Type element(String name) {
      next(Struct.TYPE);
      structs.writeVarUint(XML_ELEMENT);
      structs.writeString(name);
      return end(1);
    }

    /** Sets a key, which has to be a new one. */
    void set(String key, AnyValue value) {
      keyed(Struct.ANY, key);
      write(List.of(value));
      end(1, last);
    }

    /** Sets a key, which has to be a new one, to an empty shared type without a name. */
    Type setType(String key, int kind) {
      int before = last;
      keyed(Struct.TYPE, key);
      Type begun = begun(kind);
      last = before;
      return begun;
    }

    private Type begun(int kind) {
      structs.writeVarUint(kind);
      return end(1);
    }

    private void next(int kind) {
      structs.writeByte(kind | (last == NOTHING ? 0 : Struct.HAS_ORIGIN));
      if (last == NOTHING) {
        parent();
      } else {
        structs.writeVarUint(client);
        structs.writeVarUint(last);
      }
    }

    private void keyed(int kind, String key) {
      structs.writeByte(kind | Struct.HAS_KEY);
      parent();
      structs.writeString(key);
    }

    private void parent() {
      boolean isRoot = owner == NOTHING;
      structs.writeVarUint(isRoot ? 1 : 0);
      if (isRoot) {
        structs.writeString(root);
      } else {
        structs.writeVarUint(client);
        structs.writeVarUint(owner);
      }
    }

    /** The struct that ends is the last of this sequence, and may be a type itself. */
    private Type end(int length) {
      return end(length, clock + length - 1);
    }

    private Type end(int length, int lastNow) {
      Type begun = new Type("", clock);
      count++;
      clock += length;
      last = lastNow;
      return begun;
    }
  }

  /** A root, to be asked for once. */
  Type root(String name) {
    return new Type(name, NOTHING);
  }

  private void write(List<AnyValue> values) {
    structs.writeVarUint(values.size());
    values.forEach(value -> value.write(structs));
  }

  /** All of it as an update. */
  byte[] finish() {
    ByteWriter update = new ByteWriter(structs.size() + 32);
    update.writeVarUint(count == 0 ? 0 : 1);
    if (count > 0) {
      update.writeVarUint(count);
      update.writeVarUint(client);
      update.writeVarUint(0);
      update.writeAll(structs);
    }
    update.writeVarUint(0);
    return update.toBytes();
  }
}
