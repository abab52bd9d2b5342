package coedit.bench.load.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One operation of an {@code ops} message, as a view of the receive buffer. Reused; not kept. */
public final class CommittedOperation {

  private byte[] bytes = new byte[0];
  private long revision;
  private long sequence;
  private int clientFrom;
  private int clientTo;
  private int payloadFrom;
  private int payloadTo;
  private long lengthChange;

  void read(JsonCursor json, byte[] source) {
    bytes = source;
    json.enter('{');
    while (json.more('}')) {
      json.name();
      if (json.is("r")) {
        revision = json.integer();
      } else if (json.is("s")) {
        sequence = json.integer();
      } else if (json.is("c")) {
        json.text();
        clientTo = json.position() - 1;
        clientFrom = json.textStart();
      } else if (json.is("op")) {
        json.peek();
        payloadFrom = json.position();
        lengthChange = TextLength.change(json);
        payloadTo = json.position();
      } else {
        json.skip();
      }
    }
  }

  public long revision() {
    return revision;
  }

  public long sequence() {
    return sequence;
  }

  /** By how many code points the operation makes the text longer. */
  public long lengthChange() {
    return lengthChange;
  }

  /** Whether this client made it. */
  public boolean isBy(byte[] client) {
    return Arrays.equals(bytes, clientFrom, clientTo, client, 0, client.length);
  }

  public String client() {
    return new String(bytes, clientFrom, clientTo - clientFrom, StandardCharsets.UTF_8);
  }

  /** The operation in its type's own format. */
  public String payload() {
    return new String(bytes, payloadFrom, payloadTo - payloadFrom, StandardCharsets.UTF_8);
  }
}
