package coedit.plugin.yjs.update;

import coedit.plugin.yjs.encoding.ByteReader;
import coedit.plugin.yjs.encoding.ByteWriter;
import java.util.Arrays;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The clocks that an update deletes, by client; ranges are gathered as they come. One thread. */
final class DeleteSet {

  /** A range has at least a clock and a length. */
  static final int MIN_RANGE = 2;

  /** Ranges of one client, unsorted. */
  private static final class Gathered {
    int[] flat = new int[4];
    int size;

    void add(int start, int end) {
      if (size == flat.length) {
        flat = Arrays.copyOf(flat, 2 * size);
      }
      flat[size++] = start;
      flat[size++] = end;
    }
  }

  /** The client that was added to last; ranges come in long rows of one. */
  private long lastClient;

  private @Nullable Gathered last;
  private final NavigableMap<Long, Gathered> clients = new TreeMap<>(Collections.reverseOrder());

  /** Adds a delete set from an update; clients and ranges may come in any order and repeat. */
  void read(ByteReader in) {
    readClients(in, in.readCount(MIN_RANGE));
  }

  /** Adds the ranges of so many clients. */
  void readClients(ByteReader in, int count) {
    for (int left = count; left > 0; left--) {
      long client = in.readVarUint();
      for (int ranges = in.readCount(MIN_RANGE); ranges > 0; ranges--) {
        int start = in.readVarUint31();
        add(client, start, start + readLength(in, start));
      }
    }
  }

  /** The length of a range of deleted clocks: at least 1. */
  static int readLength(ByteReader in, int start) {
    int length = in.readVarUint31();
    if (length == 0 || length > Integer.MAX_VALUE - start) {
      throw in.malformed("an empty range, or one beyond 31 bits");
    }
    return length;
  }

  void add(long client, int start, int end) {
    Gathered recent = last;
    if (recent == null || client != lastClient) {
      recent = clients.computeIfAbsent(client, unseen -> new Gathered());
      last = recent;
      lastClient = client;
    }
    recent.add(start, end);
  }

  /** The normalised ranges of one client. */
  int[] of(long client) {
    Gathered gathered = clients.get(client);
    return gathered == null ? Ranges.NONE : Ranges.normalised(gathered.flat, gathered.size);
  }

  /** The clients that have ranges, descending. */
  Iterable<Long> clients() {
    return clients.keySet();
  }

  /** Writes it as Yjs does: clients descending, ranges sorted and joined. */
  void write(ByteWriter out) {
    out.writeVarUint(clients.size());
    clients.forEach((client, gathered) -> Known.writeRanges(client, of(client), out));
  }
}
