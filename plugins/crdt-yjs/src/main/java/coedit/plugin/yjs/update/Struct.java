package coedit.plugin.yjs.update;

import coedit.plugin.yjs.encoding.AnyValue;
import coedit.plugin.yjs.encoding.ByteReader;
import coedit.plugin.yjs.encoding.JsonSyntax;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The struct that was read last: a view on the update's bytes, filled anew by every {@link #read}
 * so that a walk over an update creates one object. Names, keys and content stay in the bytes; the
 * fields say where.
 *
 * <p>Reading checks everything that makes a Yjs client fail while it applies the update: kinds,
 * counts, UTF-8, JSON texts, and references of a client to clocks of its own that come later.
 */
public final class Struct {

  public static final int GC = 0;
  public static final int DELETED = 1;
  public static final int JSON = 2;
  public static final int BINARY = 3;
  public static final int STRING = 4;
  public static final int EMBED = 5;
  public static final int FORMAT = 6;
  public static final int TYPE = 7;
  public static final int ANY = 8;
  public static final int DOC = 9;
  public static final int SKIP = 10;

  public static final int HAS_ORIGIN = 0x80;
  public static final int HAS_RIGHT_ORIGIN = 0x40;
  public static final int HAS_KEY = 0x20;

  private static final int KIND_BITS = 0x1f;
  public static final int TYPE_XML_ELEMENT = 3;
  public static final int TYPE_XML_HOOK = 5;
  private static final int TYPES = 7;
  private static final int TAG_OBJECT = 118;
  private static final byte[] UNDEFINED = "undefined".getBytes(StandardCharsets.US_ASCII);

  public long client;
  public int clock;

  /** The number of clocks it owns. */
  public int length;

  public int kind;

  public boolean hasOrigin;
  public long originClient;
  public int originClock;

  public boolean hasRightOrigin;
  public long rightClient;
  public int rightClock;

  /** Whether the parent is written; it is when there is neither origin nor right origin. */
  public boolean hasParent;

  /** Whether the parent is a root, whose name is at {@link #nameStart}, and not an item. */
  public boolean parentIsRoot;

  public long parentClient;
  public int parentClock;
  public int nameStart;
  public int nameEnd;

  public boolean hasKey;
  public int keyStart;
  public int keyEnd;

  /** The content's bytes; for texts and lists those behind the count. */
  public int contentStart;

  public int contentEnd;

  /** The clock after its last. */
  public int end() {
    return clock + length;
  }

  public boolean isItem() {
    return kind != GC && kind != SKIP;
  }

  /** Reads the struct at {@code in}, which is {@code client}'s at {@code clock}. */
  public void read(ByteReader in, long ofClient, int atClock) {
    client = ofClient;
    clock = atClock;
    int start = in.position();
    int info = in.readByte();
    kind = info & KIND_BITS;
    if (kind == GC || kind == SKIP) {
      if (info != kind) {
        throw in.malformed("unknown kind of struct " + info);
      }
      clearLinks();
      length = in.readVarUint31();
    } else {
      readLinks(in, info);
      length = readContent(in);
    }
    contentEnd = in.position();
    if (length == 0 && kind != SKIP) {
      in.position(start);
      throw in.malformed("empty struct");
    }
    if (length > Integer.MAX_VALUE - clock) {
      in.position(start);
      throw in.malformed("clock of more than 31 bits");
    }
  }

  private void clearLinks() {
    hasOrigin = false;
    hasRightOrigin = false;
    hasParent = false;
    hasKey = false;
  }

  private void readLinks(ByteReader in, int info) {
    hasOrigin = (info & HAS_ORIGIN) != 0;
    if (hasOrigin) {
      originClient = in.readVarUint();
      originClock = readReference(in, originClient);
    }
    hasRightOrigin = (info & HAS_RIGHT_ORIGIN) != 0;
    if (hasRightOrigin) {
      rightClient = in.readVarUint();
      rightClock = readReference(in, rightClient);
    }
    hasParent = !hasOrigin && !hasRightOrigin;
    // With an origin the key bit may be set too, and no key follows.
    hasKey = hasParent && (info & HAS_KEY) != 0;
    if (hasParent) {
      readParent(in);
    }
  }

  private void readParent(ByteReader in) {
    int root = in.readByte();
    if (root > 1) {
      throw in.malformed("unknown kind of parent " + root);
    }
    parentIsRoot = root == 1;
    if (parentIsRoot) {
      in.skipString();
      nameEnd = in.position();
      nameStart = in.lastStart();
    } else {
      parentClient = in.readVarUint();
      parentClock = readReference(in, parentClient);
    }
    if (hasKey) {
      in.skipString();
      keyEnd = in.position();
      keyStart = in.lastStart();
    }
  }

  private int readReference(ByteReader in, long ofClient) {
    int reference = in.readVarUint31();
    if (ofClient == client && reference >= clock) {
      throw in.malformed("a struct refers to itself or a later one");
    }
    return reference;
  }

  /** Passes over the content; returns its length in clocks. */
  private int readContent(ByteReader in) {
    contentStart = in.position();
    return switch (kind) {
      case DELETED -> in.readVarUint31();
      case STRING -> readText(in);
      case ANY -> readAny(in);
      case JSON -> readJson(in);
      default -> {
        skipSingle(in);
        yield 1;
      }
    };
  }

  private void skipSingle(ByteReader in) {
    switch (kind) {
      case BINARY -> in.skipByteArray();
      case EMBED -> skipJson(in);
      case FORMAT -> {
        in.skipString();
        skipJson(in);
      }
      case TYPE -> skipType(in);
      case DOC -> skipDocument(in);
      default -> throw in.malformed("unknown kind of struct " + kind);
    }
  }

  private int readText(ByteReader in) {
    int units = in.skipString();
    contentStart = in.lastStart();
    return units;
  }

  private int readAny(ByteReader in) {
    int count = in.readCount(1);
    contentStart = in.position();
    for (int i = 0; i < count; i++) {
      AnyValue.skip(in);
    }
    return count;
  }

  private int readJson(ByteReader in) {
    int count = in.readCount(1);
    contentStart = in.position();
    for (int i = 0; i < count; i++) {
      in.skipString();
      if (!isUndefined(in)) {
        JsonSyntax.check(in.bytes(), in.lastStart(), in.position());
      }
    }
    return count;
  }

  private static boolean isUndefined(ByteReader in) {
    return Arrays.equals(in.bytes(), in.lastStart(), in.position(), UNDEFINED, 0, UNDEFINED.length);
  }

  private static void skipJson(ByteReader in) {
    in.skipString();
    JsonSyntax.check(in.bytes(), in.lastStart(), in.position());
  }

  private static void skipType(ByteReader in) {
    long type = in.readVarUint();
    if (type >= TYPES) {
      throw in.malformed("unknown type " + type);
    }
    if (type == TYPE_XML_ELEMENT || type == TYPE_XML_HOOK) {
      in.skipString();
    }
  }

  private static void skipDocument(ByteReader in) {
    in.skipString();
    int start = in.position();
    if (in.readByte() != TAG_OBJECT) {
      throw in.malformed("options of a document that are no object");
    }
    in.position(start);
    AnyValue.skip(in);
  }
}
