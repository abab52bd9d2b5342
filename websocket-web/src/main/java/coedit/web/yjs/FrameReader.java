package coedit.web.yjs;

import coedit.model.Payload;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads lib0's primitives from a frame. What is cut off or out of bounds is malformed. */
public final class FrameReader {

  /** Numbers are JavaScript's: up to 53 bits. */
  private static final long LARGEST = (1L << 53) - 1;

  private final byte[] bytes;
  private int at;

  public FrameReader(Payload frame) {
    this.bytes = frame.unsafeBytes();
  }

  public boolean isAtEnd() {
    return at == bytes.length;
  }

  public long varUint() {
    long value = 0;
    for (int shift = 0; shift < 56; shift += 7) {
      if (at == bytes.length) {
        throw new MalformedFrameException("a number is cut off");
      }
      byte next = bytes[at++];
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        if (value > LARGEST) {
          break;
        }
        return value;
      }
    }
    throw new MalformedFrameException("a number is too large");
  }

  public Payload varBytes() {
    long length = varUint();
    if (length > bytes.length - at) {
      throw new MalformedFrameException("bytes are cut off");
    }
    at += (int) length;
    return Payload.wrap(Arrays.copyOfRange(bytes, at - (int) length, at));
  }

  public String varString() {
    return strictUtf8(varBytes());
  }

  /** Text as every JavaScript client reads it: anything but UTF-8 is an error there. */
  static String strictUtf8(Payload bytes) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.unsafeBytes()))
          .toString();
    } catch (CharacterCodingException notUtf8) {
      throw new MalformedFrameException("a text is not UTF-8");
    }
  }
}
