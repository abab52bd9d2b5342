package coedit.system;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A WebSocket by hand (RFC 6455), for frames that no library would send: endless fragments, broken
 * UTF-8, a message without end.
 */
final class RawSocket implements AutoCloseable {

  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int BINARY = 2;
  private static final int CLOSE = 8;
  private static final int LAST = 0x80;
  private static final int NO_STATUS = 1005;
  private static final int ABNORMAL = 1006;

  private final Socket socket;
  private final DataOutputStream out;
  private final DataInputStream in;

  private RawSocket(Socket socket) throws IOException {
    this.socket = socket;
    this.out = new DataOutputStream(socket.getOutputStream());
    this.in = new DataInputStream(socket.getInputStream());
  }

  static RawSocket open(Api api) throws IOException {
    return open(api, new Socket());
  }

  /** A peer that soon has no room left when it does not read. */
  static RawSocket withLittleRoom(Api api) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4_096);
    return open(api, socket);
  }

  private static RawSocket open(Api api, Socket socket) throws IOException {
    URI server = api.server();
    socket.connect(new InetSocketAddress(server.getHost(), server.getPort()));
    RawSocket raw = new RawSocket(socket);
    raw.socket.setSoTimeout((int) Duration.ofSeconds(20).toMillis());
    String request =
        """
        GET /ws/v1 HTTP/1.1
        Host: %s
        Upgrade: websocket
        Connection: Upgrade
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
        Sec-WebSocket-Version: 13
        Sec-WebSocket-Protocol: coedit.v1.json
        Origin: %s
        Cookie: %s

        """
            .formatted(server.getRawAuthority(), server, api.cookieHeader());
    raw.out.write(request.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
    raw.skipHead();
    return raw;
  }

  private void skipHead() throws IOException {
    int newlines = 0;
    while (newlines < 2) {
      int c = in.readUnsignedByte();
      newlines = c == '\n' ? newlines + 1 : c == '\r' ? newlines : 0;
    }
  }

  /** Sends one frame; false when the server has hung up. */
  boolean frame(int opcode, boolean last, byte[] data) {
    try {
      header(opcode, last, data.length);
      out.write(data); // a mask of zeros leaves them as they are
      out.flush();
      return true;
    } catch (IOException hungUp) {
      return false;
    }
  }

  private void header(int opcode, boolean last, long length) throws IOException {
    out.write((last ? LAST : 0) | opcode);
    if (length < 126) {
      out.write(LAST | (int) length);
    } else if (length < 65_536) {
      out.write(LAST | 126);
      out.writeShort((int) length);
    } else {
      out.write(LAST | 127);
      out.writeLong(length);
    }
    out.writeInt(0);
  }

  /** Reads to the end and gives the close code; 1006 when the line was cut without one. */
  int closeCode() {
    try {
      while (true) {
        int opcode = in.readUnsignedByte() & 0x0f;
        byte[] data = new byte[length()];
        in.readFully(data);
        if (opcode == CLOSE) {
          return data.length < 2 ? NO_STATUS : ByteBuffer.wrap(data).getShort() & 0xffff;
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
