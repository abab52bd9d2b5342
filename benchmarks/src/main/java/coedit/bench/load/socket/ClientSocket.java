package coedit.bench.load.socket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One connection. Everything here happens on its loop's thread. */
public final class ClientSocket implements FrameDecoder.Sink {

  private static final int TEXT = 1;
  private static final int CLOSE = 8;
  private static final int PONG = 10;
  private static final byte[] NOTHING = new byte[0];

  private final SocketLoop loop;
  private final SocketChannel channel;
  private final SocketListener listener;
  private final FrameDecoder decoder = new FrameDecoder(this);
  private final SelectionKey key;

  /** What was received of a frame that is not complete yet. */
  private byte[] leftover = NOTHING;

  /** What the kernel did not take yet; nothing of it remains in the usual case. */
  private ByteBuffer unsent;

  private boolean upgraded;
  private boolean ended;

  ClientSocket(SocketLoop loop, SocketChannel channel, Handshake handshake, SocketListener listener)
      throws IOException {
    this.loop = loop;
    this.channel = channel;
    this.listener = listener;
    this.unsent = ByteBuffer.wrap(handshake.request());
    this.key = channel.register(loop.selector(), SelectionKey.OP_CONNECT, this);
  }

  /** Sends one text message. */
  public void send(byte[] bytes, int from, int to) {
    sendFrame(TEXT, bytes, from, to);
  }

  /** Says goodbye and ends the connection without waiting for the answer. */
  public void close() {
    if (!ended) {
      sendFrame(CLOSE, new byte[] {0x03, (byte) 0xe8}, 0, 2);
      end("closed by this side");
    }
  }

  void ready() {
    try {
      if (key.isConnectable() && channel.finishConnect()) {
        key.interestOps(SelectionKey.OP_READ);
        flush();
      }
      if (key.isWritable()) {
        flush();
      }
      if (key.isReadable()) {
        read();
      }
    } catch (IOException | RuntimeException e) {
      end(e.toString());
    }
  }

  private void read() throws IOException {
    byte[] buffer = loop.inbound(leftover.length);
    System.arraycopy(leftover, 0, buffer, 0, leftover.length);
    int room = buffer.length - leftover.length;
    int count = channel.read(ByteBuffer.wrap(buffer, leftover.length, room));
    if (count < 0) {
      end("the server ended the connection");
      return;
    }
    int to = leftover.length + count;
    int from = upgraded ? 0 : upgrade(buffer, to);
    if (upgraded) {
      from = decoder.decode(buffer, from, to);
    }
    leftover = from == to ? NOTHING : Arrays.copyOfRange(buffer, from, to);
  }

  private int upgrade(byte[] buffer, int to) {
    int end = Handshake.endOfHead(buffer, 0, to);
    if (end < 0) {
      return 0;
    }
    Handshake.requireUpgraded(new String(buffer, 0, end, StandardCharsets.ISO_8859_1));
    upgraded = true;
    listener.opened(this);
    return end;
  }

  private void sendFrame(int opcode, byte[] bytes, int from, int to) {
    if (ended) {
      return;
    }
    try {
      ByteBuffer frame = loop.frame(opcode, bytes, from, to);
      if (!unsent.hasRemaining()) {
        channel.write(frame);
      }
      if (frame.hasRemaining()) {
        keep(frame);
      }
    } catch (IOException e) {
      end(e.toString());
    }
  }

  private void keep(ByteBuffer frame) {
    ByteBuffer joined = ByteBuffer.allocate(unsent.remaining() + frame.remaining());
    unsent = joined.put(unsent).put(frame).flip();
    key.interestOpsOr(SelectionKey.OP_WRITE);
  }

  private void flush() throws IOException {
    channel.write(unsent);
    if (unsent.hasRemaining()) {
      key.interestOpsOr(SelectionKey.OP_WRITE);
    } else {
      key.interestOpsAnd(~SelectionKey.OP_WRITE);
    }
  }

  private void end(String reason) {
    if (ended) {
      return;
    }
    ended = true;
    key.cancel();
    try {
      channel.close();
    } catch (IOException e) {
      loop.report(e);
    }
    listener.closed(reason);
  }

  @Override
  public void message(byte[] bytes, int from, int to) {
    if (!ended) {
      listener.received(bytes, from, to);
    }
  }

  @Override
  public void ping(byte[] bytes, int from, int to) {
    sendFrame(PONG, bytes, from, to);
  }

  @Override
  public void close(int code) {
    end("closed by the server with code " + code);
  }
}
