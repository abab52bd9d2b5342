package coedit.bench.load.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a client sends, in bytes. */
public final class ClientMessages {

  private ClientMessages() {}

  public static byte[] join(String document) {
    return bytes("{\"t\":\"join\",\"d\":\"" + document + "\"}");
  }

  public static byte[] leave(String document) {
    return bytes("{\"t\":\"leave\",\"d\":\"" + document + "\"}");
  }

  public static byte[] ping() {
    return bytes("{\"t\":\"ping\"}");
  }

  public static byte[] pong() {
    return bytes("{\"t\":\"pong\"}");
  }

  /**
   * A submission.
   *
   * @param sequence of the first operation
   * @param operations each made on top of the one before it, in the type's format
   */
  public static byte[] submit(String document, long sequence, long base, List<String> operations) {
    StringBuilder text = new StringBuilder(96 + 16 * operations.size());
    text.append("{\"t\":\"submit\",\"d\":\"").append(document);
    text.append("\",\"seq\":").append(sequence).append(",\"base\":").append(base);
    text.append(",\"ops\":[").append(String.join(",", operations)).append("]}");
    return bytes(text.toString());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
