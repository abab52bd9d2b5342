package coedit.plugin.yjs.encoding;

/**
 * UTF-8 as lib0 reads it: strict, so that overlong forms, encoded surrogates and code points beyond
 * U+10FFFF are malformed. Yjs counts text in UTF-16 code units; this counts them without decoding.
 */
public final class Utf8 {

  private static final int FIRST_OF_THREE = 0x800;
  private static final int FIRST_OF_FOUR = 0x10000;

  private Utf8() {}

  /**
   * The number of UTF-16 code units of {@code bytes[from..end)}.
   *
   * @throws MalformedUpdateException when these are not UTF-8
   */
  public static int utf16Length(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end && bytes[at] >= 0) {
      at++;
    }
    int units = at - from;
    while (at < end) {
      int size = sizeAt(bytes, at, end);
      units += size == 4 ? 2 : 1;
      at += size;
    }
    return units;
  }

  /**
   * Where UTF-16 unit {@code units} begins in the valid UTF-8 from {@code from} on.
   *
   * @return the index of its first byte; or, for the second half of a surrogate pair, the
   *     complement ({@code ~}) of the index of the pair's four bytes
   */
  public static int indexOfUnit(byte[] bytes, int from, int units) {
    int at = from;
    int passed = 0;
    while (passed < units) {
      int size = sizeOf(bytes[at]);
      passed += size == 4 ? 2 : 1;
      if (passed > units) {
        return ~at;
      }
      at += size;
    }
    return at;
  }

  /** The bytes of a code point by its first byte, in valid UTF-8. */
  private static int sizeOf(byte first) {
    if (first >= 0) {
      return 1;
    }
    return (first & 0xe0) == 0xc0 ? 2 : (first & 0xf0) == 0xe0 ? 3 : 4;
  }

  private static int sizeAt(byte[] bytes, int at, int end) {
    byte first = bytes[at];
    if (first >= 0) {
      return 1;
    }
    if (first >= (byte) 0xc2 && first <= (byte) 0xdf && end - at > 1) {
      if (isFollower(bytes[at + 1])) {
        return 2;
      }
    } else if ((first & 0xf0) == 0xe0 && end - at > 2) {
      int point = (first & 0x0f) << 12 | (bytes[at + 1] & 0x3f) << 6;
      boolean surrogate = (point & 0xf800) == 0xd800;
      if (followers(bytes, at, 2) && point >= FIRST_OF_THREE && !surrogate) {
        return 3;
      }
    } else if ((first & 0xf8) == 0xf0 && end - at > 3) {
      int point = (first & 0x07) << 18 | (bytes[at + 1] & 0x3f) << 12;
      if (followers(bytes, at, 3) && point >= FIRST_OF_FOUR && point <= Character.MAX_CODE_POINT) {
        return 4;
      }
    }
    throw new MalformedUpdateException(at, "not UTF-8");
  }

  private static boolean followers(byte[] bytes, int at, int count) {
    for (int i = 1; i <= count; i++) {
      if (!isFollower(bytes[at + i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean isFollower(byte next) {
    return (next & 0xc0) == 0x80;
  }
}
