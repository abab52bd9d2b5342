package coedit.bench.load;

import coedit.bench.load.socket.Handshake;
import coedit.bench.load.wire.JsonCursor;
import coedit.model.ClientId;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One accepted connection: HTTP first, WebSocket when asked to upgrade. */
final class FakeConnection implements Runnable {

  private static final String SESSION = "coedit-session=s3cret";

  private final FakeServer server;
  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;
  private final JsonCursor json = new JsonCursor();
  private FakeDocument document;
  private ClientId client;

  FakeConnection(FakeServer server, Socket socket) throws IOException {
    this.server = server;
    this.socket = socket;
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    this.out = socket.getOutputStream();
  }

  @Override
  public void run() {
    try (socket) {
      for (List<String> head = head(); !head.isEmpty(); head = head()) {
        answer(head);
      }
    } catch (IOException e) {
      // The peer has gone, as peers do.
    } finally {
      if (document != null) {
        document.leave(this);
      }
    }
  }

  private List<String> head() throws IOException {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next >= 0; next = in.read()) {
      if (next == '\n' && line.isEmpty()) {
        return lines;
      } else if (next == '\n') {
        lines.add(line.toString());
        line.setLength(0);
      } else if (next != '\r') {
        line.append((char) next);
      }
    }
    return List.of();
  }

  private static String header(List<String> head, String name) {
    return head.stream()
        .filter(line -> line.regionMatches(true, 0, name + ": ", 0, name.length() + 2))
        .map(line -> line.substring(name.length() + 2))
        .findFirst()
        .orElse("");
  }

  private void answer(List<String> head) throws IOException {
    String length = header(head, "Content-Length");
    in.skipNBytes(length.isEmpty() ? 0 : Integer.parseInt(length));
    String request = head.get(0);
    boolean signedIn = header(head, "Cookie").contains(SESSION);
    if (request.startsWith("POST /api/v1/sessions ")) {
      http(
          "200 OK\r\nSet-Cookie: "
              + SESSION
              + "; Path=/; HttpOnly; Secure\r\n"
              + "Set-Cookie: coedit-csrf=c5rf; Path=/; Secure",
          "{\"user\":\"alice\"}");
    } else if (request.startsWith("GET /health/")) {
      http("200 OK", "{}");
    } else if (!signedIn || header(head, "Origin").isEmpty()) {
      http("401 Unauthorized", "{}");
    } else if (request.startsWith("POST /api/v1/documents ")) {
      boolean allowed = header(head, "X-CSRF-Token").equals("c5rf");
      http(allowed ? "201 Created" : "403 Forbidden", "{\"id\":\"" + server.create().id() + "\"}");
    } else if (request.startsWith("GET /api/v1/documents/")) {
      http("200 OK", server.document(request.split("[/ ]")[5]).text());
    } else {
      upgrade(header(head, "Sec-WebSocket-Key"));
    }
  }

  private void http(String statusAndHeaders, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String head = "HTTP/1.1 " + statusAndHeaders + "\r\nContent-Length: " + bytes.length;
    out.write((head + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
    out.write(bytes);
  }

  private void upgrade(String key) throws IOException {
    String head =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Protocol: coedit.v1.json\r\nSec-WebSocket-Accept: "
            + Handshake.acceptFor(key);
    out.write((head + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
    client = new ClientId(server.newId());
    send("{\"t\":\"welcome\",\"v\":1,\"session\":\"s\",\"heartbeat\":15000}");
    while (frame()) {
      // until the peer says goodbye
    }
  }

  private boolean frame() throws IOException {
    int opcode = in.readUnsignedByte() & 0x0f;
    int length = in.readUnsignedByte() & 0x7f;
    length = length == 126 ? in.readUnsignedShort() : length;
    byte[] mask = in.readNBytes(4);
    byte[] message = in.readNBytes(length);
    for (int i = 0; i < length; i++) {
      message[i] ^= mask[i & 3];
    }
    if (opcode == 1) {
      received(message);
    }
    return opcode != 8;
  }

  private void received(byte[] message) {
    json.reset(message, 0, message.length);
    String kind = "";
    long sequence = 0;
    int base = 0;
    List<String> operations = new ArrayList<>();
    json.enter('{');
    while (json.more('}')) {
      json.name();
      if (json.is("t")) {
        json.text();
        kind = json.string();
      } else if (json.is("d")) {
        json.text();
        document = server.document(json.string());
      } else if (json.is("seq")) {
        sequence = json.integer();
      } else if (json.is("base")) {
        base = (int) json.integer();
      } else if (json.is("ops")) {
        json.enter('[');
        while (json.more(']')) {
          json.peek();
          int from = json.position();
          json.skip();
          operations.add(new String(message, from, json.position() - from, StandardCharsets.UTF_8));
        }
      }
    }
    switch (kind) {
      case "join" -> document.join(this, client);
      case "submit" -> document.submit(client, sequence, base, operations);
      case "ping" -> send("[{\"t\":\"pong\"}]");
      case "leave", "pong" -> {}
      default -> throw new IllegalStateException(kind);
    }
  }

  /** Sends one text message. */
  void send(String text) {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 10).put((byte) 0x81);
    if (payload.length < 126) {
      frame.put((byte) payload.length);
    } else if (payload.length < 65_536) {
      frame.put((byte) 126).putShort((short) payload.length);
    } else {
      frame.put((byte) 127).putLong(payload.length);
    }
    frame.put(payload);
    try {
      synchronized (out) {
        out.write(frame.array(), 0, frame.position());
      }
    } catch (IOException e) {
      document.leave(this);
    }
  }
}
