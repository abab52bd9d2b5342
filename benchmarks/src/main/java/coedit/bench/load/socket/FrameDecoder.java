package coedit.bench.load.socket;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Cuts one connection's bytes into messages and control frames; joins fragments. */
final class FrameDecoder {

  /** Takes what was decoded; a range is valid during the call only. */
  interface Sink {
    void message(byte[] bytes, int from, int to);

    void ping(byte[] bytes, int from, int to);

    void close(int code);
  }

  private static final int CONTINUATION = 0;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;
  private static final int NO_STATUS = 1005;

  private final Sink sink;
  private final ByteArrayOutputStream fragments = new ByteArrayOutputStream(0);

  FrameDecoder(Sink sink) {
    this.sink = sink;
  }

  /** Decodes every whole frame of the range and returns where the first incomplete one begins. */
  int decode(byte[] bytes, int from, int to) {
    int at = from;
    while (to - at >= 2) {
      int length = bytes[at + 1] & 0x7f;
      int head = at + 2;
      if (length >= 126) {
        int width = length == 126 ? 2 : 8;
        if (to - head < width) {
          return at;
        }
        length = longLength(bytes, head, width);
        head += width;
      }
      if (to - head < length) {
        return at;
      }
      frame(bytes[at], bytes, head, head + length);
      at = head + length;
    }
    return at;
  }

  private static int longLength(byte[] bytes, int at, int width) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, at, width);
    return width == 2 ? buffer.getShort() & 0xffff : Math.toIntExact(buffer.getLong());
  }

  private void frame(byte first, byte[] bytes, int from, int to) {
    boolean last = first < 0;
    switch (first & 0x0f) {
      case CLOSE -> sink.close(to - from < 2 ? NO_STATUS : longLength(bytes, from, 2));
      case PING -> sink.ping(bytes, from, to);
      case PONG -> {}
      case CONTINUATION -> fragment(last, bytes, from, to);
      default -> {
        if (last) {
          sink.message(bytes, from, to);
        } else {
          fragments.reset();
          fragments.write(bytes, from, to - from);
        }
      }
    }
  }

  private void fragment(boolean last, byte[] bytes, int from, int to) {
    fragments.write(bytes, from, to - from);
    if (last) {
      byte[] whole = fragments.toByteArray();
      fragments.reset();
      sink.message(whole, 0, whole.length);
    }
  }
}
