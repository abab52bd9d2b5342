package coedit.system;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * A WebSocket by hand (RFC 6455), for frames that no library would send: endless fragments, broken
 * UTF-8, a message without end.
 */
final class RawSocket implements AutoCloseable {

  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int BINARY = 2;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;
  private static final int LAST = 0x80;
  private static final int NO_STATUS = 1005;
  private static final int ABNORMAL = 1006;

  private final Socket socket;
  private final DataOutputStream out;
  private final DataInputStream in;
  private final ByteArrayOutputStream batch = new ByteArrayOutputStream();
  private int pings;
  private int status;

  private RawSocket(Socket socket) throws IOException {
    this.socket = socket;
    this.out = new DataOutputStream(socket.getOutputStream());
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
  }

  static RawSocket open(Api api) throws IOException {
    return open(api, new Socket());
  }

  /** From another of the loopback addresses of this machine, such as {@code 127.0.0.2}. */
  static RawSocket from(String address, Api api) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(address, 0));
    return open(api, socket);
  }

  /** A socket of a Yjs dialect. */
  static RawSocket open(Api api, String path) throws IOException {
    return open(api, new Socket(), path, "");
  }

  /** A peer that soon has no room left when it does not read. */
  static RawSocket withLittleRoom(Api api) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4_096);
    return open(api, socket);
  }

  private static RawSocket open(Api api, Socket socket) throws IOException {
    return open(api, socket, "/ws/v1", "Sec-WebSocket-Protocol: coedit.v1.json\n");
  }

  private static RawSocket open(Api api, Socket socket, String path, String protocol)
      throws IOException {
    URI server = api.server();
    socket.connect(new InetSocketAddress(server.getHost(), server.getPort()));
    RawSocket raw = new RawSocket(socket);
    raw.socket.setSoTimeout((int) Duration.ofSeconds(20).toMillis());
    String request =
        """
        GET %s HTTP/1.1
        Host: %s
        Upgrade: websocket
        Connection: Upgrade
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
        Sec-WebSocket-Version: 13
        %sOrigin: %s
        Cookie: %s

        """
            .formatted(path, server.getRawAuthority(), protocol, server, api.cookieHeader());
    raw.out.write(request.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
    raw.skipHead();
    return raw;
  }

  private void skipHead() throws IOException {
    StringBuilder first = new StringBuilder();
    int newlines = 0;
    boolean inFirst = true;
    while (newlines < 2) {
      int c = in.readUnsignedByte();
      newlines = c == '\n' ? newlines + 1 : c == '\r' ? newlines : 0;
      inFirst &= newlines == 0;
      if (inFirst) {
        first.append((char) c);
      }
    }
    status = Integer.parseInt(first.toString().split(" ")[1]);
  }

  /** How the handshake was answered. */
  int status() {
    return status;
  }

  /**
   * Sends one frame; false when the server has hung up, or takes nothing any more and does not do
   * so: Liberty may wait for ever for the end of a write while it closes a socket that is written
   * to without pause.
   */
  boolean frame(int opcode, boolean last, byte[] data) {
    Stuck.watch(this);
    try {
      header(out, opcode, last, data.length);
      out.write(data); // a mask of zeros leaves them as they are
      out.flush();
      return true;
    } catch (IOException hungUp) {
      return false;
    } finally {
      Stuck.forget(this);
    }
  }

  /** Cuts off what has been written for half a minute; nothing else ends a write that waits. */
  private static final class Stuck {
    private static final long PATIENCE_NANOS = Duration.ofSeconds(30).toNanos();
    private static final Map<RawSocket, Long> WRITING = new ConcurrentHashMap<>();

    static {
      Thread thread = new Thread(Stuck::look, "writes that are stuck");
      thread.setDaemon(true);
      thread.start();
    }

    static void watch(RawSocket socket) {
      WRITING.put(socket, System.nanoTime());
    }

    static void forget(RawSocket socket) {
      WRITING.remove(socket);
    }

    private static void look() {
      while (true) {
        Await.pause(Duration.ofSeconds(1));
        WRITING.forEach(Stuck::cutIfStuck);
      }
    }

    private static void cutIfStuck(RawSocket socket, long since) {
      if (System.nanoTime() - since > PATIENCE_NANOS) {
        System.out.println("a server takes nothing any more and does not hang up");
        try {
          socket.close();
        } catch (IOException gone) {
          throw new UncheckedIOException(gone);
        }
      }
    }
  }

  private static void header(DataOutputStream to, int opcode, boolean last, long length)
      throws IOException {
    to.write((last ? LAST : 0) | opcode);
    if (length < 126) {
      to.write(LAST | (int) length);
    } else if (length < 65_536) {
      to.write(LAST | 126);
      to.writeShort((int) length);
    } else {
      to.write(LAST | 127);
      to.writeLong(length);
    }
    to.writeInt(0); // a mask of zeros
  }

  /** Sends the beginning of a frame and no more. */
  void halfFrame(int opcode, byte[] beginning, long length) throws IOException {
    header(out, opcode, true, length);
    dribble(beginning);
  }

  /** Sends bytes as they are; fails when the server has hung up. */
  void dribble(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  /** Adds a frame to what {@link #flushAndPing} will send. */
  void put(int opcode, boolean last, byte[] data) {
    try {
      DataOutputStream frames = new DataOutputStream(batch);
      header(frames, opcode, last, data.length);
      frames.write(data);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** Sends what was put and a ping, and waits for the answer to it; false when the end came. */
  boolean flushAndPing() {
    put(PING, true, new byte[] {(byte) ++pings});
    Stuck.watch(this);
    try {
      out.write(batch.toByteArray());
      out.flush();
      batch.reset();
      Stuck.forget(this);
      while (true) {
        int opcode = in.readUnsignedByte() & 0x0f;
        byte[] data = new byte[length()];
        in.readFully(data);
        if (opcode == CLOSE) {
          return false;
        }
        if (opcode == PONG && data.length == 1 && data[0] == (byte) pings) {
          return true;
        }
      }
    } catch (SocketTimeoutException open) {
      throw new AssertionError("the server neither goes on nor ends the socket", open);
    } catch (IOException cut) {
      return false;
    } finally {
      Stuck.forget(this);
    }
  }

  /** How long the server may say nothing before that is a failure; 20 s at first. */
  void setPatience(Duration patience) throws IOException {
    socket.setSoTimeout((int) patience.toMillis());
  }

  /** Has {@link #close} cut the line, which leaves nothing behind in the system. */
  void abortsAtClose() throws IOException {
    socket.setSoLinger(true, 0);
  }

  /** Reads to the end and gives the close code; 1006 when the line was cut without one. */
  int closeCode() {
    return read(data -> false);
  }

  /**
   * Reads until a message is the one that was waited for, and then gives 0; else the close code.
   */
  int read(Predicate<byte[]> awaited) {
    try {
      while (true) {
        int opcode = in.readUnsignedByte() & 0x0f;
        byte[] data = new byte[length()];
        in.readFully(data);
        if (opcode == CLOSE) {
          return data.length < 2 ? NO_STATUS : ByteBuffer.wrap(data).getShort() & 0xffff;
        }
        if (awaited.test(data)) {
          return 0;
        }
      }
    } catch (SocketTimeoutException open) {
      throw new AssertionError("the server leaves the socket open", open);
    } catch (IOException cut) {
      return ABNORMAL;
    }
  }

  private int length() throws IOException {
    int length = in.readUnsignedByte() & 0x7f;
    if (length == 126) {
      return in.readUnsignedShort();
    }
    return length == 127 ? Math.toIntExact(in.readLong()) : length;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
