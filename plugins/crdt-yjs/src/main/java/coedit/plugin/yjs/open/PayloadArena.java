package coedit.plugin.yjs.open;

import coedit.plugin.yjs.encoding.AnyValue;
import coedit.plugin.yjs.encoding.ByteReader;
import java.util.Arrays;

/**
 * Contents that are neither text nor types, as the bytes they came in: they leave again without a
 * bit changed, and are decoded only for a reader.
 */
final class PayloadArena {

  private static final int ROOM_FOR_WASTE = 1 << 15;

  private byte[] bytes = new byte[16];
  private int size;
  private int waste;
  private final ElementIndex elements = new ElementIndex();

  /** Appends bytes and returns where they begin. */
  int append(byte[] source, int from, int end) {
    int length = end - from;
    if (bytes.length - size < length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + length, size + size / 4 + 16));
    }
    System.arraycopy(source, from, bytes, size, length);
    size += length;
    return size - length;
  }

  /** Says that so many bytes have no owner any more. */
  void waste(int length) {
    waste += length;
  }

  boolean isCompactionDue() {
    return waste > size / 2 + ROOM_FOR_WASTE;
  }

  /** Moves the payloads of all living structs together. */
  void compact(Items items) {
    PayloadArena kept = new PayloadArena();
    for (int handle = 0; handle < items.used(); handle++) {
      int kind = items.kind(handle);
      if (isPayload(kind)) {
        int from = items.content(handle);
        int end = skip(kind, from, items.length(handle));
        items.setContent(handle, kept.append(bytes, from, end));
      }
    }
    bytes = kept.bytes;
    size = kept.size;
    waste = 0;
    elements.clear();
  }

  /** Whether contents of this kind are kept here. */
  static boolean isPayload(int kind) {
    return switch (kind) {
      case Items.ANY, Items.JSON, Items.BINARY, Items.EMBED, Items.DOCUMENT -> true;
      default -> false;
    };
  }

  /** Gives back room that is kept for more. */
  void trim() {
    bytes = Arrays.copyOf(bytes, size);
  }

  byte[] bytes() {
    return bytes;
  }

  ByteReader reader(int from) {
    return new ByteReader(bytes, from, size);
  }

  /** Where the content after {@code count} elements of a content begins. */
  int skip(int kind, int from, int count) {
    ByteReader in = reader(from);
    for (int i = 0; i < count; i++) {
      skip(kind, in);
    }
    return in.position();
  }

  /** As {@link #skip}, for a place inside a content that may be looked for again and again. */
  int find(int kind, int from, int count) {
    if (count < ElementIndex.WORTH_NOTING) {
      return skip(kind, from, count);
    }
    ByteReader in = reader(from);
    return elements.find(
        from,
        count,
        position -> {
          in.position(position);
          skip(kind, in);
          return in.position();
        });
  }

  private static void skip(int kind, ByteReader in) {
    switch (kind) {
      case Items.ANY -> AnyValue.skip(in);
      case Items.DOCUMENT -> {
        in.skipString();
        AnyValue.skip(in);
      }
      default -> in.skipByteArray();
    }
  }
}
