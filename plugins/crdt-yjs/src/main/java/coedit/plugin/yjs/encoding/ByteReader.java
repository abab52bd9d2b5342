package coedit.plugin.yjs.encoding;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads lib0's primitives from a range of an array, which must not change meanwhile. Every method
 * throws {@link MalformedUpdateException} instead of reading past the end. One thread.
 */
public final class ByteReader {

  /** The largest integer that a JavaScript number counts exactly, 2^53 - 1. */
  public static final long MAX_SAFE_INTEGER = (1L << 53) - 1;

  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

  private final byte[] bytes;
  private final int end;
  private int position;
  private int lastStart;

  public ByteReader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  /** Reads {@code bytes[from]} up to, not including, {@code bytes[end]}. */
  public ByteReader(byte[] bytes, int from, int end) {
    if (from < 0 || from > end || end > bytes.length) {
      throw new IndexOutOfBoundsException(from + " to " + end + " of " + bytes.length);
    }
    this.bytes = bytes;
    this.position = from;
    this.end = end;
  }

  /** The array that is read from. */
  public byte[] bytes() {
    return bytes;
  }

  /** Index in the array of the next byte. */
  public int position() {
    return position;
  }

  /** Goes to an index between the start and the end of what may be read. */
  public void position(int index) {
    position = index;
  }

  /**
   * Index of the first byte of the string that was skipped last; it ended where reading went on.
   */
  public int lastStart() {
    return lastStart;
  }

  public int remaining() {
    return end - position;
  }

  public boolean hasMore() {
    return position < end;
  }

  /** One byte, 0 to 255. */
  public int readByte() {
    if (position >= end) {
      throw malformed("unexpected end");
    }
    return bytes[position++] & 0xff;
  }

  /** An unsigned integer of at most 53 bits. */
  public long readVarUint() {
    if (position < end && bytes[position] >= 0) {
      return bytes[position++];
    }
    return readLongVarUint();
  }

  /**
   * Client ids of five bytes are everywhere: eight bytes are loaded at once, the first one without
   * a high bit ends the integer, and the others give up their high bits.
   */
  private long readLongVarUint() {
    if (end - position < Long.BYTES) {
      return readLastVarUint();
    }
    long loaded = (long) EIGHT_BYTES.get(bytes, position);
    long ends = ~loaded & HIGH_BITS;
    // All bits up to and including the lowest in ends; all of them when there is none.
    long value = loaded & (ends ^ (ends - 1));
    long packed =
        (value & 0x7fL)
            | (value & 0x7f00L) >>> 1
            | (value & 0x7f_0000L) >>> 2
            | (value & 0x7f00_0000L) >>> 3
            | (value & 0x7f_0000_0000L) >>> 4
            | (value & 0x7f00_0000_0000L) >>> 5
            | (value & 0x7f_0000_0000_0000L) >>> 6
            | (value & 0x7f00_0000_0000_0000L) >>> 7;
    if (ends == 0 || packed > MAX_SAFE_INTEGER) {
      throw malformed("integer of more than 53 bits");
    }
    position += (Long.numberOfTrailingZeros(ends) >>> 3) + 1;
    return packed;
  }

  /** The same where fewer than eight bytes are left. */
  private long readLastVarUint() {
    int start = position;
    long value = 0;
    for (int shift = 0; position < end; shift += 7) {
      int next = bytes[position++];
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new MalformedUpdateException(start, "unexpected end");
  }

  /** An unsigned integer that must fit an {@code int}. */
  public int readVarUint31() {
    int start = position;
    long value = readVarUint();
    if (value > Integer.MAX_VALUE) {
      throw new MalformedUpdateException(start, "integer of more than 31 bits");
    }
    return (int) value;
  }

  /**
   * A number of things that follow, each of at least {@code bytesEach} bytes: more than the bytes
   * left can hold is malformed, so that nobody makes room for what cannot come.
   */
  public int readCount(int bytesEach) {
    int start = position;
    long count = readVarUint();
    if (count > remaining() / bytesEach) {
      throw new MalformedUpdateException(start, "count " + count + " exceeds the bytes left");
    }
    return (int) count;
  }

  /**
   * A signed integer of at most 53 bits, as the number JavaScript reads: {@code -0.0} is possible.
   */
  public double readVarInt() {
    int start = position;
    int next = readByte();
    boolean negative = (next & 0x40) != 0;
    long value = next & 0x3f;
    for (int shift = 6; next >= 0x80; shift += 7) {
      next = readByte();
      if (shift > 48) {
        throw new MalformedUpdateException(start, "integer of more than 53 bits");
      }
      value |= (long) (next & 0x7f) << shift;
    }
    if (value > MAX_SAFE_INTEGER) {
      throw new MalformedUpdateException(start, "integer of more than 53 bits");
    }
    return negative ? -(double) value : value;
  }

  /** Four bytes, most significant first. */
  public float readFloat32() {
    require(4);
    int bits = 0;
    for (int i = 0; i < 4; i++) {
      bits = (bits << 8) | (bytes[position++] & 0xff);
    }
    return Float.intBitsToFloat(bits);
  }

  /** Eight bytes, most significant first. */
  public double readFloat64() {
    return Double.longBitsToDouble(readInt64());
  }

  /** Eight bytes, most significant first. */
  public long readInt64() {
    require(8);
    long bits = 0;
    for (int i = 0; i < 8; i++) {
      bits = (bits << 8) | (bytes[position++] & 0xff);
    }
    return bits;
  }

  /** A string; bytes that are not UTF-8 are malformed. */
  public String readString() {
    int length = readCount(1);
    int start = position;
    Utf8.utf16Length(bytes, start, start + length);
    position = start + length;
    return new String(bytes, start, length, StandardCharsets.UTF_8);
  }

  /**
   * Passes over a string, checked as by {@link #readString}, and creates nothing.
   *
   * @return its length in UTF-16 code units
   */
  public int skipString() {
    int length = readCount(1);
    int start = position;
    int units = Utf8.utf16Length(bytes, start, start + length);
    lastStart = start;
    position = start + length;
    return units;
  }

  /** A byte array with its length before it. */
  public byte[] readByteArray() {
    int length = readCount(1);
    position += length;
    return Arrays.copyOfRange(bytes, position - length, position);
  }

  /** Passes over a byte array with its length before it. */
  public void skipByteArray() {
    int length = readCount(1);
    position += length;
  }

  /** Passes over {@code count} bytes. */
  public void skip(int count) {
    require(count);
    position += count;
  }

  private void require(int count) {
    if (remaining() < count) {
      throw malformed("unexpected end");
    }
  }

  /** The exception for something wrong at the present position. */
  public MalformedUpdateException malformed(String reason) {
    return new MalformedUpdateException(position, reason);
  }
}
