package coedit.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A WebSocket handshake by hand: with any header or without, and the status it is answered. */
final class Handshake {

  private static final String ANY = "127.0.0.1";

  private Handshake() {}

  /**
   * Asks for the editing socket.
   *
   * @param query such as {@code ?ticket=...}, or empty
   * @param headers whole lines, such as {@code Origin: null}
   */
  static int status(URI server, String query, String... headers) {
    return statusAt(server, "/ws/v1" + query, "coedit.v1.json", headers);
  }

  /** Asks for any socket; with an empty protocol for none in particular. */
  static int statusAt(URI server, String path, String protocol, String... headers) {
    return statusCalled(server, server.getRawAuthority(), path, protocol, headers);
  }

  /** Asks for any socket of a server that is called by another name than its address. */
  static int statusCalled(
      URI server, String name, String path, String protocol, String... headers) {
    StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\n");
    request.append("Host: ").append(name).append("\r\n");
    request.append("Upgrade: websocket\r\nConnection: Upgrade\r\n");
    request.append("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n");
    if (!protocol.isEmpty()) {
      request.append("Sec-WebSocket-Protocol: ").append(protocol).append("\r\n");
    }
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    return answer(server, ANY, request.append("\r\n").toString());
  }

  /**
   * The status that a request is answered which comes from another of this machine's addresses.
   *
   * @param head without the {@code Host} line
   */
  static int statusFrom(String address, URI server, String... head) {
    StringBuilder request = new StringBuilder();
    for (String line : head) {
      request.append(line).append("\r\n");
    }
    request.append("Host: ").append(server.getRawAuthority()).append("\r\n\r\n");
    return answer(server, address, request.toString());
  }

  private static int answer(URI server, String from, String request) {
    try (Socket socket = new Socket()) {
      socket.bind(new InetSocketAddress(from, 0));
      socket.connect(new InetSocketAddress(server.getHost(), server.getPort()));
      socket.setSoTimeout((int) Duration.ofSeconds(20).toMillis());
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
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
