package coedit.plugin.yjs.open;

import coedit.plugin.yjs.encoding.ByteReader;

/**
 * The structs of an open document with all that they refer to, and the elementary changes: find,
 * split, join, delete, collect. Notes what a transaction deleted and where structs may join, for
 * {@link #finish}. One thread at a time.
 */
final class StructStore {

  /** Text runs up to this length are copied to make neighbours of them, so that they can join. */
  private static final int COPIED_TO_JOIN = 256;

  private static final int SEARCHED_TO_JOIN = 64;

  final Items items = new Items();
  final IdSpace ids = new IdSpace();
  final Clients clients;
  final Lists lists = new Lists();
  final Names<String> names = new Names<>();
  final Names<Format> formats = new Names<>();
  final TextArena text = new TextArena();
  final PayloadArena payloads = new PayloadArena();

  /** Whether contents of deleted structs are forgotten at the end of a transaction. */
  private final boolean collects;

  /** Handles deleted since the last {@link #finish}. */
  private final IntList deleted = new IntList();

  /** Handles that may join with the struct before them. */
  private final IntList borders = new IntList();

  private final IntList released = new IntList();
  private final IntList stack = new IntList();

  StructStore(boolean collects, int maxClients) {
    this.collects = collects;
    this.clients = new Clients(items, ids, maxClients);
  }

  /** A format mark: from here on the key has this value, {@code null} being the end of it. */
  record Format(String key, String json) {}

  ClientLog logOf(int handle) {
    return clients.at(ids.client(items.id(handle)));
  }

  int clockOf(int handle) {
    return ids.clock(items.id(handle));
  }

  /** The struct that owns a known id. */
  int find(int id) {
    return clients.at(ids.client(id)).locate(id);
  }

  int lastId(int handle) {
    int id = items.id(handle);
    int length = items.length(handle);
    return length == 1 ? id : clients.at(ids.client(id)).id(ids.clock(id) + length - 1);
  }

  /** The struct that ends with a known id, cut there unless it was collected. */
  int cleanEnd(int id) {
    ClientLog log = clients.at(ids.client(id));
    int handle = log.locate(id);
    int offset = ids.clock(id) - clockOf(handle) + 1;
    if (offset < items.length(handle) && items.kind(handle) != Items.GC) {
      split(log, handle, offset);
    }
    return handle;
  }

  /** The struct that begins with a known id, cut there unless it was collected. */
  int cleanStart(int id) {
    ClientLog log = clients.at(ids.client(id));
    int handle = log.locate(id);
    int offset = ids.clock(id) - clockOf(handle);
    if (offset == 0 || items.kind(handle) == Items.GC) {
      return handle;
    }
    return split(log, handle, offset);
  }

  /** Cuts the struct that was located last and returns its second part. */
  private int split(ClientLog log, int handle, int offset) {
    int clock = clockOf(handle);
    int rest = items.allocate();
    int right = items.right(handle);
    items.setId(rest, log.id(clock + offset));
    items.setLength(rest, items.length(handle) - offset);
    items.setLeft(rest, handle);
    items.setRight(rest, right);
    items.setOrigins(rest, log.id(clock + offset - 1), items.rightOrigin(handle));
    items.setContent(rest, contentFrom(handle, offset));
    items.setTag(rest, items.tag(handle));
    items.setLength(handle, offset);
    items.setRight(handle, rest);
    int list = items.list(handle);
    if (right != Items.NONE) {
      items.setLeft(right, rest);
    } else if (lists.isKeyed(list)) {
      lists.setLast(list, rest);
    }
    log.insertAfterLocated(rest);
    borders.add(rest);
    if (items.isDeleted(handle) && items.kind(handle) != Items.DELETED) {
      deleted.add(rest);
    }
    return rest;
  }

  /** Where the content of the part from {@code offset} on begins. */
  private int contentFrom(int handle, int offset) {
    int content = items.content(handle);
    switch (items.kind(handle)) {
      case Items.STRING -> {
        return text.cut(content, offset);
      }
      case Items.ANY, Items.JSON -> {
        return payloads.find(items.kind(handle), content, offset);
      }
      default -> {
        return content;
      }
    }
  }

  /** Marks a struct deleted, and everything inside the type that it may hold. */
  void delete(int handle) {
    if (items.isDeleted(handle)) {
      return;
    }
    markDeleted(handle);
    while (!stack.isEmpty()) {
      int row = items.content(stack.removeLast());
      markAllDeleted(lists.first(row));
      for (int keyed = lists.nextKeyed(row); keyed != Lists.NONE; keyed = lists.nextKeyed(keyed)) {
        markAllDeleted(lists.first(keyed));
      }
    }
  }

  private void markAllDeleted(int first) {
    for (int child = first; child != Items.NONE; child = items.right(child)) {
      if (!items.isDeleted(child)) {
        markDeleted(child);
      }
    }
  }

  private void markDeleted(int handle) {
    items.markDeleted(handle);
    deleted.add(handle);
    if (items.kind(handle) == Items.TYPE) {
      stack.add(handle);
    }
  }

  /**
   * Deletes the clocks from {@code from} up to {@code end} of a client, all of them known, cutting
   * at the borders.
   */
  void delete(ClientLog log, int from, int end) {
    int handle = log.locate(log.id(from));
    int offset = from - clockOf(handle);
    if (offset > 0 && !items.isDeleted(handle)) {
      split(log, handle, offset);
      handle = log.next();
    }
    while (handle != Items.NONE) {
      int clock = clockOf(handle);
      if (clock >= end) {
        return;
      }
      if (!items.isDeleted(handle)) {
        if (end - clock < items.length(handle)) {
          split(log, handle, end - clock);
        }
        delete(handle);
      }
      handle = log.next();
    }
  }

  /** Notes that a struct may join with the one before it. */
  void mayJoin(int handle) {
    borders.add(handle);
  }

  /** Handles deleted in this transaction, the ones deleted inside their types included. */
  IntList deleted() {
    return deleted;
  }

  /** Ends a transaction: collects what was deleted and joins what can be joined. */
  void finish() {
    for (int i = 0; i < deleted.size(); i++) {
      int handle = deleted.get(i);
      if (collects) {
        collect(handle);
      }
      borders.add(handle);
    }
    for (int i = 0; i < deleted.size(); i++) {
      ClientLog log = logOf(deleted.get(i));
      log.locate(items.id(deleted.get(i)));
      int after = log.next();
      if (after != Items.NONE) {
        borders.add(after);
      }
    }
    for (int i = 0; i < borders.size(); i++) {
      joinWithLeft(borders.get(i));
    }
    for (int i = 0; i < released.size(); i++) {
      items.recycle(released.get(i));
    }
    released.clear();
    deleted.clear();
    borders.clear();
    if (text.isCompactionDue()) {
      text.compact(items);
    }
    if (payloads.isCompactionDue()) {
      payloads.compact(items);
    }
  }

  /** Forgets the content of a deleted struct; what was inside a type loses its place as well. */
  private void collect(int handle) {
    int kind = items.kind(handle);
    if (kind == Items.GC || kind == Items.DELETED) {
      return;
    }
    forget(handle, kind);
    items.setKind(handle, Items.DELETED);
    while (!stack.isEmpty()) {
      int row = stack.removeLast();
      collectChildren(row);
      for (int keyed = lists.nextKeyed(row); keyed != Lists.NONE; keyed = lists.nextKeyed(keyed)) {
        collectChildren(keyed);
      }
    }
  }

  private void collectChildren(int row) {
    int child = lists.first(row);
    lists.clear(row);
    while (child != Items.NONE) {
      int right = items.right(child);
      forget(child, items.kind(child));
      items.makeGc(child);
      borders.add(child);
      child = right;
    }
  }

  private void forget(int handle, int kind) {
    if (kind == Items.STRING) {
      text.waste(items.length(handle));
    } else if (kind == Items.TYPE) {
      stack.add(items.content(handle));
    } else if (PayloadArena.isPayload(kind)) {
      payloads.waste(payloadLength(handle));
    }
  }

  private void joinWithLeft(int handle) {
    if (items.isFree(handle) || !mayJoinWithLeft(handle)) {
      return;
    }
    ClientLog log = logOf(handle);
    log.locate(items.id(handle));
    int left = log.beforeLocated();
    if (left != Items.NONE && isJoinable(left, handle) && joinContents(left, handle)) {
      items.setLength(left, items.length(left) + items.length(handle));
      if (items.kind(left) != Items.GC) {
        unlinkJoined(left, handle);
      }
      log.removeLocated();
      items.release(handle);
      released.add(handle);
    }
  }

  /** Looks at neighbours in the list, who are at hand; those in clock order have to be found. */
  private boolean mayJoinWithLeft(int handle) {
    if (items.kind(handle) == Items.GC) {
      return true;
    }
    int left = items.left(handle);
    return left != Items.NONE && isJoinable(left, handle);
  }

  private void unlinkJoined(int left, int handle) {
    int right = items.right(handle);
    items.setRight(left, right);
    if (right != Items.NONE) {
      items.setLeft(right, left);
    } else if (lists.isKeyed(items.list(left))) {
      lists.setLast(items.list(left), left);
    }
  }

  /** Whether two structs that follow each other in clock order say the same as one would. */
  boolean isJoinable(int left, int right) {
    int kind = items.kind(left);
    if (kind == Items.GC || items.tag(left) != items.tag(right)) {
      return kind == Items.GC && items.kind(right) == Items.GC;
    }
    boolean joins =
        kind == Items.STRING || kind == Items.DELETED || kind == Items.ANY || kind == Items.JSON;
    return joins
        && items.right(left) == right
        && items.rightOrigin(left) == items.rightOrigin(right)
        && items.origin(right) == lastId(left);
  }

  private boolean joinContents(int left, int right) {
    int kind = items.kind(left);
    if (kind == Items.STRING) {
      return joinText(left, right);
    }
    if (kind == Items.ANY || kind == Items.JSON) {
      int length = items.length(left);
      return length <= SEARCHED_TO_JOIN
          && payloads.skip(kind, items.content(left), length) == items.content(right);
    }
    return true;
  }

  private boolean joinText(int left, int right) {
    int end = items.content(left) + items.length(left);
    if (end == items.content(right)) {
      return true;
    }
    int length = items.length(right);
    if (length > COPIED_TO_JOIN) {
      return false;
    }
    if (end != text.size()) {
      if (items.length(left) > COPIED_TO_JOIN) {
        return false;
      }
      text.waste(items.length(left));
      items.setContent(left, text.appendOwn(items.content(left), items.length(left)));
    }
    text.waste(length);
    text.appendOwn(items.content(right), length);
    return true;
  }

  /** Reader at the content of a struct whose content is a payload. */
  ByteReader payload(int handle) {
    return payloads.reader(items.content(handle));
  }

  /** Bytes in the payload of a struct. */
  int payloadLength(int handle) {
    int from = items.content(handle);
    return payloads.skip(items.kind(handle), from, items.length(handle)) - from;
  }

  /** Gives back room that is kept for more. */
  void trim() {
    clients.trim();
    text.trim();
    payloads.trim();
  }

  /** About the bytes that the store takes. */
  long bytes() {
    return items.bytes()
        + ids.bytes()
        + clients.bytes()
        + lists.bytes()
        + text.bytes()
        + payloads.bytes().length
        + 100L * (names.size() + formats.size());
  }
}
