package coedit.plugin.yjs.open;

import coedit.plugin.yjs.encoding.ByteWriter;
import coedit.plugin.yjs.open.StructStore.Format;
import coedit.plugin.yjs.update.Struct;
import java.util.Map;

/**
 * Writes a document's structs as an update. The form is canonical: structs that can be joined are
 * written joined, wherever their contents lie, so that equal documents give equal bytes however
 * they came to be.
 */
final class StateEncoder {

  private static final char REPLACEMENT = '\ufffd';

  private final StructStore store;
  private final Items items;
  private final ByteWriter out;

  /** The structs of the group being written, first and last; in between by right links. */
  private int first;

  private int last;
  private int groupLength;

  StateEncoder(StructStore store, ByteWriter out) {
    this.store = store;
    this.items = store.items;
    this.out = out;
  }

  /** Writes what a replica with this state vector lacks, highest client first. */
  void writeStructs(Map<Long, Integer> known) {
    ClientLog[] logs = store.clients.descending();
    int blocks = 0;
    for (ClientLog log : logs) {
      blocks += known.getOrDefault(log.client, 0) < log.state() ? 1 : 0;
    }
    out.writeVarUint(blocks);
    for (ClientLog log : logs) {
      int clock = known.getOrDefault(log.client, 0);
      if (clock < log.state()) {
        writeBlock(log, clock);
      }
    }
  }

  /** Writes what one client made from a clock on. */
  void writeStructsOf(ClientLog log, int from) {
    out.writeVarUint(from < log.state() ? 1 : 0);
    if (from < log.state()) {
      writeBlock(log, from);
    }
  }

  /** Writes all that is deleted, highest client first. */
  void writeDeleteSet() {
    ClientLog[] logs = store.clients.descending();
    int clients = 0;
    for (ClientLog log : logs) {
      clients += visitDeleted(log, false) > 0 ? 1 : 0;
    }
    out.writeVarUint(clients);
    for (ClientLog log : logs) {
      int ranges = visitDeleted(log, false);
      if (ranges > 0) {
        out.writeVarUint(log.client);
        out.writeVarUint(ranges);
        visitDeleted(log, true);
      }
    }
  }

  /** Counts the deleted ranges of a client, and writes them if asked to. */
  private int visitDeleted(ClientLog log, boolean write) {
    int ranges = 0;
    int start = -1;
    for (int handle = log.first(); handle != Items.NONE; handle = log.next()) {
      boolean deleted = items.isDeleted(handle);
      if (deleted == (start >= 0)) {
        continue;
      }
      int clock = store.clockOf(handle);
      if (!deleted) {
        writeRange(start, clock, write);
      }
      ranges += deleted ? 1 : 0;
      start = deleted ? clock : -1;
    }
    if (start >= 0) {
      writeRange(start, log.state(), write);
    }
    return ranges;
  }

  private void writeRange(int from, int end, boolean write) {
    if (write) {
      out.writeVarUint(from);
      out.writeVarUint(end - from);
    }
  }

  /** Writes the next expected clock of every client, highest client first. */
  void writeStateVector() {
    ClientLog[] logs = store.clients.descending();
    out.writeVarUint(logs.length);
    for (ClientLog log : logs) {
      out.writeVarUint(log.client);
      out.writeVarUint(log.state());
    }
  }

  private void writeBlock(ClientLog log, int from) {
    out.writeVarUint(countGroups(log, from));
    out.writeVarUint(log.client);
    out.writeVarUint(from);
    int handle = log.locate(log.id(from));
    int offset = from - store.clockOf(handle);
    while (handle != Items.NONE) {
      handle = group(log, handle);
      writeGroup(log, offset);
      offset = 0;
    }
  }

  private int countGroups(ClientLog log, int from) {
    int groups = 0;
    int handle = log.locate(log.id(from));
    while (handle != Items.NONE) {
      handle = group(log, handle);
      groups++;
    }
    return groups;
  }

  /** Takes structs into the group while they join, and returns the one after it. */
  private int group(ClientLog log, int start) {
    first = start;
    last = start;
    groupLength = items.length(start);
    int next = log.next();
    while (next != Items.NONE && store.isJoinable(last, next)) {
      last = next;
      groupLength += items.length(next);
      next = log.next();
    }
    return next;
  }

  private void writeGroup(ClientLog log, int offset) {
    int kind = items.kind(first);
    if (kind == Items.GC) {
      out.writeByte(0);
      out.writeVarUint(groupLength - offset);
      return;
    }
    int origin = offset > 0 ? log.id(store.clockOf(first) + offset - 1) : items.origin(first);
    int rightOrigin = items.rightOrigin(first);
    int list = items.list(first);
    boolean keyed = store.lists.isKeyed(list);
    out.writeByte(
        kind
            | (origin == Items.NONE ? 0 : Struct.HAS_ORIGIN)
            | (rightOrigin == Items.NONE ? 0 : Struct.HAS_RIGHT_ORIGIN)
            | (keyed ? Struct.HAS_KEY : 0));
    writeLinks(origin, rightOrigin, list);
    writeContent(kind, offset);
  }

  /** Writes a struct's origins, or its parent and key where these do not say them. */
  void writeLinks(int origin, int rightOrigin, int list) {
    if (origin != Items.NONE) {
      writeId(origin);
    }
    if (rightOrigin != Items.NONE) {
      writeId(rightOrigin);
    }
    if (origin == Items.NONE && rightOrigin == Items.NONE) {
      writeParent(store.lists.typeOf(list));
      if (store.lists.isKeyed(list)) {
        out.writeString(store.names.value(store.lists.name(list)));
      }
    }
  }

  private void writeId(int id) {
    out.writeVarUint(store.clients.at(store.ids.client(id)).client);
    out.writeVarUint(store.ids.clock(id));
  }

  private void writeParent(int type) {
    int item = store.lists.owner(type);
    if (item == Items.NONE) {
      out.writeVarUint(1);
      out.writeString(store.names.value(store.lists.name(type)));
    } else {
      out.writeVarUint(0);
      writeId(items.id(item));
    }
  }

  private void writeContent(int kind, int offset) {
    switch (kind) {
      case Items.DELETED -> out.writeVarUint(groupLength - offset);
      case Items.STRING -> writeText(offset);
      case Items.FORMAT -> {
        Format format = store.formats.value(items.content(first));
        out.writeString(format.key());
        out.writeString(format.json());
      }
      case Items.TYPE -> {
        int row = items.content(first);
        out.writeVarUint(store.lists.kind(row));
        if (store.lists.name(row) != Lists.NONE) {
          out.writeString(store.names.value(store.lists.name(row)));
        }
      }
      case Items.ANY, Items.JSON -> writeValues(kind, offset);
      default -> writePayload(items.content(first), first);
    }
  }

  private void writePayload(int from, int handle) {
    int end = items.content(handle) + store.payloadLength(handle);
    out.writeBytes(store.payloads.bytes(), from, end);
  }

  private void writeValues(int kind, int offset) {
    out.writeVarUint(groupLength - offset);
    writePayload(store.payloads.skip(kind, items.content(first), offset), first);
    for (int handle = first; handle != last; ) {
      handle = items.right(handle);
      writePayload(items.content(handle), handle);
    }
  }

  private void writeText(int offset) {
    out.writeVarUint(utf8Length(offset));
    char[] units = store.text.units();
    int skipped = offset;
    for (int handle = first; ; handle = items.right(handle)) {
      int from = items.content(handle) + skipped;
      int end = items.content(handle) + items.length(handle);
      if (skipped > 0 && Character.isLowSurrogate(units[from])) {
        writePoint(REPLACEMENT);
        from++;
      }
      writeUtf8(units, from, end);
      skipped = 0;
      if (handle == last) {
        return;
      }
    }
  }

  private void writeUtf8(char[] units, int from, int end) {
    for (int i = from; i < end; i++) {
      char unit = units[i];
      if (unit < 0x80) {
        out.writeByte(unit);
      } else if (Character.isHighSurrogate(unit) && i + 1 < end) {
        writePoint(Character.toCodePoint(unit, units[++i]));
      } else {
        writePoint(unit);
      }
    }
  }

  private void writePoint(int point) {
    if (point < 0x800) {
      out.writeByte(0xc0 | point >> 6);
    } else {
      if (point < 0x10000) {
        out.writeByte(0xe0 | point >> 12);
      } else {
        out.writeByte(0xf0 | point >> 18);
        out.writeByte(0x80 | (point >> 12 & 0x3f));
      }
      out.writeByte(0x80 | (point >> 6 & 0x3f));
    }
    out.writeByte(0x80 | (point & 0x3f));
  }

  private int utf8Length(int offset) {
    char[] units = store.text.units();
    int bytes = 0;
    int skipped = offset;
    for (int handle = first; ; handle = items.right(handle)) {
      int from = items.content(handle) + skipped;
      int end = items.content(handle) + items.length(handle);
      for (int i = from; i < end; i++) {
        char unit = units[i];
        boolean halfOfPair =
            (Character.isLowSurrogate(unit) && i > from)
                || (Character.isHighSurrogate(unit) && i + 1 < end);
        bytes += unit < 0x80 ? 1 : unit < 0x800 || halfOfPair ? 2 : 3;
      }
      skipped = 0;
      if (handle == last) {
        return bytes;
      }
    }
  }
}
