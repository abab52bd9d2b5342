package coedit.bench.load.socket;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;

/**
 * The HTTP upgrade of one kind of connection. The key is the same for all: it only proves that the
 * peer speaks WebSocket, and is no secret.
 *
 * @param uri where to connect, scheme {@code ws} or {@code http}
 * @param headers further request headers, such as Cookie and Origin
 */
public record Handshake(URI uri, Map<String, String> headers) {

  private static final String KEY = "Y29lZGl0LWJlbmNobWFyaw==";

  public Handshake {
    headers = Map.copyOf(headers);
  }

  byte[] request() {
    StringBuilder text = new StringBuilder(512);
    text.append("GET ").append(uri.getRawPath()).append(" HTTP/1.1\r\n");
    text.append("Host: ").append(uri.getRawAuthority()).append("\r\n");
    text.append("Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n");
    text.append("Sec-WebSocket-Key: ").append(KEY).append("\r\n");
    headers.forEach((name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
    return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The end of the answer's head within the bytes, or -1 when it has not all arrived. */
  static int endOfHead(byte[] bytes, int from, int to) {
    for (int at = from; at + 3 < to; at++) {
      if (bytes[at] == '\r'
          && bytes[at + 1] == '\n'
          && bytes[at + 2] == '\r'
          && bytes[at + 3] == '\n') {
        return at + 4;
      }
    }
    return -1;
  }

  /** Throws unless the answer agrees to the upgrade. */
  static void requireUpgraded(String head) {
    String status = head.lines().findFirst().orElse("");
    if (!status.startsWith("HTTP/1.1 101")) {
      throw new IllegalStateException("the upgrade was answered: " + status);
    }
    String expected = "sec-websocket-accept: " + acceptFor(KEY).toLowerCase(Locale.ROOT);
    if (head.lines().noneMatch(line -> line.toLowerCase(Locale.ROOT).equals(expected))) {
      throw new IllegalStateException("the upgrade was answered without the right accept header");
    }
  }

  /** The value a server answers to a key (RFC 6455, section 4.2.2). */
  public static String acceptFor(String key) {
    try {
      byte[] joined =
          (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.ISO_8859_1);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(joined));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
