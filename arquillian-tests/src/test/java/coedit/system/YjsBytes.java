package coedit.system;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

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
    return sync(0, UPDATE, update);
  }

  /** A message of the kind of those that synchronize, with its second number and an update. */
  static byte[] sync(int kind, int step, byte[] update) {
    return join(new byte[] {small(kind), small(step), small(update.length)}, update);
  }

  /** What a client says of itself: that it said something, the clock-th time. */
  static byte[] awareness(int client, int clock, String said) {
    byte[] state = string("{\"said\":\"" + said + "\"}");
    byte[] entry = join(new byte[] {1, small(client), small(clock)}, state);
    return join(new byte[] {1, small(entry.length)}, entry);
  }

  /** The entries of an awareness message: a client and its state each, such as {@code 7 null}. */
  static List<String> awareness(byte[] message) {
    int[] at = {1};
    number(message, at); // how many bytes follow
    List<String> entries = new ArrayList<>();
    for (long left = number(message, at); left > 0; left--) {
      long client = number(message, at);
      number(message, at); // its clock
      int length = (int) number(message, at);
      entries.add(client + " " + new String(message, at[0], length, StandardCharsets.UTF_8));
      at[0] += length;
    }
    return entries;
  }

  private static long number(byte[] message, int[] at) {
    long number = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = message[at[0]++];
      number |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return number;
      }
    }
  }

  /** A word for other clients, of which the server knows nothing. */
  static byte[] stateless(String word) {
    return join(new byte[] {5}, string(word));
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
    return join(number(bytes.length), bytes);
  }

  private static byte[] number(int number) {
    ByteArrayOutputStream digits = new ByteArrayOutputStream();
    for (int rest = number; ; rest >>>= 7) {
      if (rest <= LARGEST_IN_ONE_BYTE) {
        digits.write(rest);
        return digits.toByteArray();
      }
      digits.write(rest & LARGEST_IN_ONE_BYTE | 0x80);
    }
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
