package coedit.system;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Messages of the Yjs protocols by hand, for peers that no library would be. */
final class YjsBytes {

  /** A client that knows nothing asks for everything. */
  static final byte[] STEP_ONE = {0, 0, 1, 0};

  private static final int UPDATE = 2;
  private static final int LARGEST_IN_ONE_BYTE = 127;

  private YjsBytes() {}

  /** An update of a client that has done nothing before: it inserts a letter into the text. */
  static byte[] insertion(int client) {
    byte[] update = {1, 1, small(client), 0, 4, 1, 4, 't', 'e', 'x', 't', 1, 'x', 0};
    return update;
  }

  static byte[] updateMessage(byte[] update) {
    return join(new byte[] {0, UPDATE, small(update.length)}, update);
  }

  /** A token, as Hocuspocus clients show it. */
  static byte[] token(String token) {
    return join(new byte[] {2, 0}, string(token));
  }

  /** A message for one document of a Hocuspocus socket. */
  static byte[] addressed(String document, byte[] message) {
    return join(string(document), message);
  }

  static byte[] string(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return join(new byte[] {small(bytes.length)}, bytes);
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte small(int number) {
    if (number < 0 || number > LARGEST_IN_ONE_BYTE) {
      throw new IllegalArgumentException("more than one byte: " + number);
    }
    return (byte) number;
  }
}
