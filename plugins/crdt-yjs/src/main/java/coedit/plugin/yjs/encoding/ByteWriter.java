package coedit.plugin.yjs.encoding;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Writes lib0's primitives into a growing array. One thread. */
public final class ByteWriter {

  private byte[] bytes;
  private int size;

  public ByteWriter() {
    this(64);
  }

  /** A writer with room for {@code capacity} bytes before it grows. */
  public ByteWriter(int capacity) {
    bytes = new byte[Math.max(capacity, 16)];
  }

  public int size() {
    return size;
  }

  /** What was written, as an array of its own. */
  public byte[] toBytes() {
    return size == bytes.length ? bytes.clone() : Arrays.copyOf(bytes, size);
  }

  /** Forgets what was written and keeps the room. */
  public void clear() {
    size = 0;
  }

  /** Writes the low eight bits. */
  public void writeByte(int value) {
    room(1);
    bytes[size++] = (byte) value;
  }

  /** Writes an unsigned integer of at most 53 bits. */
  public void writeVarUint(long value) {
    if (value < 0 || value > ByteReader.MAX_SAFE_INTEGER) {
      throw new IllegalArgumentException("not an unsigned integer of 53 bits: " + value);
    }
    room(8);
    long rest = value;
    while (rest > 0x7f) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  /** Writes a whole number of at most 53 bits; {@code -0.0} stays negative. */
  public void writeVarInt(double value) {
    long rest = (long) Math.abs(value);
    if (rest != Math.abs(value) || rest > ByteReader.MAX_SAFE_INTEGER) {
      throw new IllegalArgumentException("not a whole number of 53 bits: " + value);
    }
    boolean negative = value < 0 || 1 / value < 0;
    room(9);
    bytes[size++] = (byte) ((rest > 0x3f ? 0x80 : 0) | (negative ? 0x40 : 0) | (rest & 0x3f));
    rest >>>= 6;
    while (rest > 0) {
      bytes[size++] = (byte) ((rest > 0x7f ? 0x80 : 0) | (rest & 0x7f));
      rest >>>= 7;
    }
  }

  public void writeFloat32(float value) {
    int bits = Float.floatToRawIntBits(value);
    for (int shift = 24; shift >= 0; shift -= 8) {
      writeByte(bits >> shift);
    }
  }

  public void writeFloat64(double value) {
    writeInt64(Double.doubleToRawLongBits(value));
  }

  /** Writes eight bytes, most significant first. */
  public void writeInt64(long value) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      writeByte((int) (value >> shift));
    }
  }

  /** Writes a string as UTF-8; a lone surrogate becomes U+FFFD. */
  public void writeString(String text) {
    writeByteArray(withoutLoneSurrogates(text).getBytes(StandardCharsets.UTF_8));
  }

  /** Writes a byte array with its length before it. */
  public void writeByteArray(byte[] value) {
    writeVarUint(value.length);
    writeBytes(value, 0, value.length);
  }

  /** Writes {@code source[from..end)} as it is. */
  public void writeBytes(byte[] source, int from, int end) {
    room(end - from);
    System.arraycopy(source, from, bytes, size, end - from);
    size += end - from;
  }

  /** Writes everything that {@code other} holds. */
  public void writeAll(ByteWriter other) {
    writeBytes(other.bytes, 0, other.size);
  }

  /** Java's own encoder would write a question mark for half a pair. */
  private static String withoutLoneSurrogates(String text) {
    @Nullable StringBuilder mended = null;
    for (int i = 0; i < text.length(); i++) {
      if (text.codePointAt(i) > Character.MAX_VALUE) {
        i++;
      } else if (Character.isSurrogate(text.charAt(i))) {
        mended = mended == null ? new StringBuilder(text) : mended;
        mended.setCharAt(i, '\ufffd');
      }
    }
    return mended == null ? text : mended.toString();
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
