package coedit.persistence.jpa;

import coedit.model.ClientId;
import coedit.persistence.ClientHigh;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The dedupe state as bytes: a version, the authors' names once each, then per client in ascending
 * order its id, sequence, revision, digest and author's index. Numbers are variable-length, seven
 * bits a byte, lowest first; digests take four bytes. Equal states give equal bytes.
 */
final class ClientHighCodec {

  private static final int VERSION = 1;
  private static final int CONTINUES = 0x80;

  private ClientHighCodec() {}

  static byte[] encode(Map<ClientId, ClientHigh> highs) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    List<Map.Entry<ClientId, ClientHigh>> ordered =
        highs.entrySet().stream()
            .sorted(Comparator.comparing(entry -> entry.getKey().value()))
            .toList();
    try {
      out.writeByte(VERSION);
      Map<String, Integer> authors = writeAuthors(out, ordered);
      writeNumber(out, ordered.size());
      for (Map.Entry<ClientId, ClientHigh> entry : ordered) {
        ClientHigh high = entry.getValue();
        writeNumber(out, entry.getKey().value());
        writeNumber(out, high.sequence());
        writeNumber(out, high.revision());
        out.writeInt(high.digest());
        writeNumber(out, authors.getOrDefault(high.author(), 0));
      }
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
    return bytes.toByteArray();
  }

  private static Map<String, Integer> writeAuthors(
      DataOutputStream out, List<Map.Entry<ClientId, ClientHigh>> ordered) throws IOException {
    Map<String, Integer> authors = new LinkedHashMap<>();
    for (Map.Entry<ClientId, ClientHigh> entry : ordered) {
      authors.putIfAbsent(entry.getValue().author(), authors.size());
    }
    writeNumber(out, authors.size());
    for (String author : authors.keySet()) {
      byte[] name = author.getBytes(StandardCharsets.UTF_8);
      writeNumber(out, name.length);
      out.write(name);
    }
    return authors;
  }

  /** Throws {@link IOException} for anything that {@link #encode} did not write. */
  static Map<ClientId, ClientHigh> decode(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    int version = in.readUnsignedByte();
    if (version != VERSION) {
      throw new IOException("dedupe state of unknown version " + version);
    }
    try {
      List<String> authors = readAuthors(in);
      Map<ClientId, ClientHigh> highs = new HashMap<>();
      for (long left = readNumber(in); left > 0; left--) {
        ClientId client = new ClientId(readNumber(in));
        long sequence = readNumber(in);
        long revision = readNumber(in);
        int digest = in.readInt();
        String author = authors.get(Math.toIntExact(readNumber(in)));
        highs.put(client, new ClientHigh(sequence, revision, digest, author));
      }
      if (in.read() >= 0) {
        throw new IOException("dedupe state with bytes left over");
      }
      return highs;
    } catch (IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException damaged) {
      throw new IOException("damaged dedupe state", damaged);
    }
  }

  private static List<String> readAuthors(DataInputStream in) throws IOException {
    List<String> authors = new ArrayList<>();
    for (long left = readNumber(in); left > 0; left--) {
      int length = Math.toIntExact(readNumber(in));
      byte[] name = in.readNBytes(length);
      if (name.length != length) {
        throw new IOException("dedupe state cut short");
      }
      authors.add(new String(name, StandardCharsets.UTF_8));
    }
    return authors;
  }

  private static void writeNumber(DataOutputStream out, long number) throws IOException {
    long rest = number;
    while ((rest & -CONTINUES) != 0) {
      out.writeByte((int) (rest & (CONTINUES - 1)) | CONTINUES);
      rest >>>= 7;
    }
    out.writeByte((int) rest);
  }

  private static long readNumber(DataInputStream in) throws IOException {
    long number = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int next = in.readUnsignedByte();
      number |= (long) (next & (CONTINUES - 1)) << shift;
      if ((next & CONTINUES) == 0) {
        return number;
      }
    }
    throw new IOException("a number without end");
  }
}
