package coedit.plugin.yjs.open;

import java.util.Arrays;

/**
 * The text of a document: UTF-16 units, each owned by one struct. Text is appended and never moves
 * while a struct owns it, except when {@link #compact} is due.
 */
final class TextArena {

  private static final char REPLACEMENT = '\ufffd';
  private static final int ROOM_FOR_WASTE = 1 << 15;

  private char[] units = new char[32];
  private int size;
  private int waste;

  int size() {
    return size;
  }

  char at(int index) {
    return units[index];
  }

  /**
   * Cuts the text that begins at {@code start} and returns where its second part begins. Half a
   * pair would not survive encoding, so both halves of a pair that is cut become U+FFFD, as in the
   * reference.
   */
  int cut(int start, int offset) {
    int cut = start + offset;
    if (offset > 0 && Character.isHighSurrogate(units[cut - 1])) {
      units[cut - 1] = REPLACEMENT;
      units[cut] = REPLACEMENT;
    }
    return cut;
  }

  char[] units() {
    return units;
  }

  /** Appends valid UTF-8 and returns where it begins. */
  int append(byte[] utf8, int from, int end) {
    room(end - from);
    int start = size;
    int to = size;
    for (int at = from; at < end; ) {
      int first = utf8[at++];
      if (first >= 0) {
        units[to++] = (char) first;
      } else if (first < (byte) 0xe0) {
        units[to++] = (char) ((first & 0x1f) << 6 | (utf8[at++] & 0x3f));
      } else if (first < (byte) 0xf0) {
        units[to++] =
            (char) ((first & 0x0f) << 12 | (utf8[at] & 0x3f) << 6 | (utf8[at + 1] & 0x3f));
        at += 2;
      } else {
        int point =
            (first & 0x07) << 18
                | (utf8[at] & 0x3f) << 12
                | (utf8[at + 1] & 0x3f) << 6
                | (utf8[at + 2] & 0x3f);
        at += 3;
        units[to++] = Character.highSurrogate(point);
        units[to++] = Character.lowSurrogate(point);
      }
    }
    size = to;
    return start;
  }

  /** Appends a copy of own text and returns where it begins. */
  int appendOwn(int from, int length) {
    room(length);
    System.arraycopy(units, from, units, size, length);
    size += length;
    return size - length;
  }

  private void room(int more) {
    if (units.length - size < more) {
      units = Arrays.copyOf(units, Math.max(size + more, size + size / 4 + 32));
    }
  }

  /** Says that so many units have no owner any more. */
  void waste(int length) {
    waste += length;
  }

  boolean isCompactionDue() {
    return waste > size / 2 + ROOM_FOR_WASTE;
  }

  /** Moves the text of all living structs together. */
  void compact(Items items) {
    char[] old = units;
    units = new char[Math.max(32, size - waste)];
    size = 0;
    waste = 0;
    for (int handle = 0; handle < items.used(); handle++) {
      if (items.kind(handle) == Items.STRING) {
        int length = items.length(handle);
        room(length);
        System.arraycopy(old, items.content(handle), units, size, length);
        items.setContent(handle, size);
        size += length;
      }
    }
  }

  /** Gives back room that is kept for more text. */
  void trim() {
    units = Arrays.copyOf(units, size);
  }

  /** Bytes that the text takes. */
  long bytes() {
    return 2L * units.length;
  }
}
