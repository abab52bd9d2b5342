package coedit.plugin.yjs.open;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The clients of a document by their ids, in a table of open addressing. */
final class Clients {

  private final Items items;
  private final IdSpace ids;
  private final int most;
  private ClientLog[] logs = new ClientLog[2];
  private int count;

  /** Index of a client plus one, zero where free. */
  private int[] table = new int[4];

  private @Nullable ClientLog last;

  Clients(Items items, IdSpace ids, int most) {
    this.most = most;
    this.items = items;
    this.ids = ids;
  }

  int count() {
    return count;
  }

  ClientLog at(int index) {
    return logs[index];
  }

  /** The client's structs, or null for a client never heard of. */
  @Nullable ClientLog find(long client) {
    if (last != null && last.client == client) {
      return last;
    }
    int slot = slot(client);
    if (table[slot] == 0) {
      return null;
    }
    last = logs[table[slot] - 1];
    return last;
  }

  /** The client's structs, none yet for a new client. */
  ClientLog findOrAdd(long client) {
    ClientLog known = find(client);
    if (known != null) {
      return known;
    }
    if (count == most) {
      throw new CapacityException("more than " + most + " clients");
    }
    if (count == logs.length) {
      logs = Arrays.copyOf(logs, count + Math.max(2, count / 2));
    }
    ClientLog log = new ClientLog(items, ids, client, count);
    logs[count++] = log;
    if (count * 2 > table.length) {
      table = new int[table.length * 2];
      for (int i = 0; i < count; i++) {
        table[slot(logs[i].client)] = i + 1;
      }
    } else {
      table[slot(client)] = count;
    }
    last = log;
    return log;
  }

  private int slot(long client) {
    int mask = table.length - 1;
    int slot = (int) ((client * 0x9E3779B97F4A7C15L) >>> 40) & mask;
    while (table[slot] != 0 && logs[table[slot] - 1].client != client) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  /** The next expected clock of a client. */
  int state(long client) {
    ClientLog log = find(client);
    return log == null ? 0 : log.state();
  }

  /** Clients with structs, highest id first: the order of the wire. */
  ClientLog[] descending() {
    ClientLog[] known = new ClientLog[count];
    int size = 0;
    for (int i = 0; i < count; i++) {
      if (logs[i].state() > 0) {
        known[size++] = logs[i];
      }
    }
    ClientLog[] sorted = Arrays.copyOf(known, size);
    Arrays.sort(sorted, (a, b) -> Long.compare(b.client, a.client));
    return sorted;
  }

  void trim() {
    for (int i = 0; i < count; i++) {
      logs[i].trim();
    }
  }

  /** About the bytes that the clients and their indexes take. */
  long bytes() {
    long bytes = 4L * table.length + 4L * logs.length;
    for (int i = 0; i < count; i++) {
      bytes += logs[i].bytes();
    }
    return bytes;
  }
}
