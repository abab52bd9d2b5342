package coedit.web.yjs;

import coedit.model.Payload;
import java.io.ByteArrayOutputStream;

/** Writes lib0's primitives. */
public final class FrameWriter {

  private final ByteArrayOutputStream out;

  public FrameWriter(int capacity) {
    this.out = new ByteArrayOutputStream(capacity);
  }

  public FrameWriter varUint(long value) {
    long rest = value;
    while (rest > 0x7f) {
      out.write((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write((int) rest);
    return this;
  }

  public FrameWriter varBytes(Payload payload) {
    varUint(payload.size());
    return raw(payload);
  }

  public FrameWriter varString(String text) {
    return varBytes(Payload.ofUtf8(text));
  }

  /** Bytes as they are, without their length. */
  public FrameWriter raw(Payload payload) {
    out.write(payload.unsafeBytes(), 0, payload.size());
    return this;
  }

  public Payload end() {
    return Payload.wrap(out.toByteArray());
  }
}
