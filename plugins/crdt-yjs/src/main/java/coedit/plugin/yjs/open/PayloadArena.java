package coedit.plugin.yjs.open;

import coedit.plugin.yjs.encoding.AnyValue;
import coedit.plugin.yjs.encoding.ByteReader;
import java.util.Arrays;

/**
 * Contents that are neither text nor types, as the bytes they came in: they leave again without a
 * bit changed, and are decoded only for a reader.
 */
final class PayloadArena {

  private byte[] bytes = new byte[16];
  private int size;

  int size() {
    return size;
  }

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

  /** Appends a copy of own bytes and returns where they begin. */
  int appendOwn(int from, int end) {
    return append(bytes, from, end);
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
      switch (kind) {
        case Items.ANY -> AnyValue.skip(in);
        case Items.DOCUMENT -> {
          in.skipString();
          AnyValue.skip(in);
        }
        default -> in.skipByteArray();
      }
    }
    return in.position();
  }
}
