package coedit.plugin.yjs.open;

import coedit.plugin.yjs.encoding.AnyValue;
import coedit.plugin.yjs.encoding.ByteReader;
import org.jspecify.annotations.Nullable;

/**
 * One struct of an update, read into fields that the next {@link #read} overwrites. Strings and
 * contents stay in the update's bytes; what stands there is checked, not created.
 */
final class StructReader {

  static final int SKIP = 10;

  private static final int HAS_ORIGIN = 0x80;
  private static final int HAS_RIGHT_ORIGIN = 0x40;
  private static final int HAS_KEY = 0x20;
  private static final int KIND = 0x1f;

  private static final int XML_ELEMENT = 3;
  private static final int XML_HOOK = 5;
  private static final int LAST_TYPE = 6;

  long client;
  int clock;
  int length;
  int kind;

  boolean hasOrigin;
  long originClient;
  int originClock;
  boolean hasRightOrigin;
  long rightOriginClient;
  int rightOriginClock;

  /** Whether the parent is written out, as a root's name or as the item that holds the type. */
  boolean hasParent;

  @Nullable String rootName;
  long parentClient;
  int parentClock;
  @Nullable String key;

  /** Where the content is, and where the struct ends. */
  int content;

  int end;

  /** Of a type: its number on the wire. */
  int typeKind;

  /** Reads the struct at the reader's position, which moves behind it. */
  void read(ByteReader in, long ofClient, int atClock) {
    client = ofClient;
    clock = atClock;
    int info = in.readByte();
    kind = info & KIND;
    hasOrigin = false;
    hasRightOrigin = false;
    hasParent = false;
    if (kind == Items.GC || kind == SKIP) {
      length = in.readVarUint31();
    } else {
      place(in, info);
      content = in.position();
      length = contentLength(in);
    }
    end = in.position();
    if (length <= 0 || length > Integer.MAX_VALUE - clock) {
      throw in.malformed("struct of length " + length + " at clock " + clock);
    }
  }

  private void place(ByteReader in, int info) {
    if ((info & HAS_ORIGIN) != 0) {
      hasOrigin = true;
      originClient = in.readVarUint();
      originClock = in.readVarUint31();
      checkBefore(in, originClient, originClock);
    }
    if ((info & HAS_RIGHT_ORIGIN) != 0) {
      hasRightOrigin = true;
      rightOriginClient = in.readVarUint();
      rightOriginClock = in.readVarUint31();
      checkBefore(in, rightOriginClient, rightOriginClock);
    }
    rootName = null;
    key = null;
    if (hasOrigin || hasRightOrigin) {
      return;
    }
    hasParent = true;
    if (in.readVarUint() == 1) {
      rootName = in.readString();
    } else {
      parentClient = in.readVarUint();
      parentClock = in.readVarUint31();
      checkBefore(in, parentClient, parentClock);
    }
    if ((info & HAS_KEY) != 0) {
      key = in.readString();
    }
  }

  /** A struct refers to nothing that its client made later. */
  private void checkBefore(ByteReader in, long otherClient, int otherClock) {
    if (otherClient == client && otherClock >= clock) {
      throw in.malformed("reference to clock " + otherClock + " from clock " + clock);
    }
  }

  private int contentLength(ByteReader in) {
    switch (kind) {
      case Items.DELETED -> {
        return in.readVarUint31();
      }
      case Items.STRING -> {
        return in.skipString();
      }
      case Items.JSON -> {
        int count = in.readCount(1);
        content = in.position();
        for (int i = 0; i < count; i++) {
          in.skipString();
        }
        return count;
      }
      case Items.ANY -> {
        int count = in.readCount(1);
        content = in.position();
        for (int i = 0; i < count; i++) {
          AnyValue.skip(in);
        }
        return count;
      }
      default -> singleContent(in);
    }
    return 1;
  }

  private void singleContent(ByteReader in) {
    switch (kind) {
      case Items.BINARY -> in.skipByteArray();
      case Items.EMBED -> in.skipString();
      case Items.FORMAT -> {
        in.skipString();
        in.skipString();
      }
      case Items.TYPE -> {
        typeKind = in.readVarUint31();
        content = in.position();
        if (typeKind > LAST_TYPE) {
          throw in.malformed("unknown type " + typeKind);
        }
        if (typeKind == XML_ELEMENT || typeKind == XML_HOOK) {
          in.skipString();
        }
      }
      case Items.DOCUMENT -> {
        in.skipString();
        AnyValue.skip(in);
      }
      default -> throw in.malformed("unknown content " + kind);
    }
  }
}
