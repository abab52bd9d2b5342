package coedit.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A WebSocket handshake by hand: with any header or without, and the status it is answered. */
final class Handshake {

  private Handshake() {}

  /**
   * Asks for the editing socket.
   *
   * @param query such as {@code ?ticket=...}, or empty
   * @param headers whole lines, such as {@code Origin: null}
   */
  static int status(URI server, String query, String... headers) {
    StringBuilder request = new StringBuilder("GET /ws/v1" + query + " HTTP/1.1\r\n");
    request.append("Host: ").append(server.getRawAuthority()).append("\r\n");
    request.append("Upgrade: websocket\r\nConnection: Upgrade\r\n");
    request.append("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n");
    request.append("Sec-WebSocket-Protocol: coedit.v1.json\r\n");
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    request.append("\r\n");
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      socket.setSoTimeout((int) Duration.ofSeconds(20).toMillis());
      socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.ISO_8859_1));
      BufferedReader answer =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      String line = answer.readLine();
      return line == null ? 0 : Integer.parseInt(line.split(" ", 3)[1]);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  static int withBearer(URI server, String token) {
    return status(server, "", "Authorization: Bearer " + token);
  }
}
