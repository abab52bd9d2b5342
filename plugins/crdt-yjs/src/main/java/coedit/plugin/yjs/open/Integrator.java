package coedit.plugin.yjs.open;

import coedit.plugin.yjs.encoding.ByteReader;
import coedit.plugin.yjs.open.StructStore.Format;
import coedit.plugin.yjs.update.Struct;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Adds structs, all of whose references are known, to the store. */
final class Integrator {

  /** As long a run of text is copied when its neighbour cannot be appended to it in place. */
  private static final int COPIED_TO_EXTEND = 256;

  private static final int XML_ELEMENT = 3;
  private static final int XML_HOOK = 5;

  private final StructStore store;
  private final Items items;
  private final Lists lists;
  private final Placement placement;
  private final Placement.Neighbours at = new Placement.Neighbours();

  /** The structs of the clients that the struct's origins and parent are of. */
  @Nullable ClientLog originLog;

  @Nullable ClientLog rightLog;
  @Nullable ClientLog parentLog;

  Integrator(StructStore store, Placement placement) {
    this.store = store;
    this.items = store.items;
    this.lists = store.lists;
    this.placement = placement;
  }

  /**
   * Integrates a struct.
   *
   * @param log of its client; those of the clients it refers to are in the fields
   * @param source the bytes that it was read from
   * @param known how many of its first clocks the document has already
   */
  void integrate(Struct struct, ClientLog log, byte[] source, int known) {
    if (log.blocksNeeded(struct.clock + struct.length) > store.ids.freeBlocks()) {
      throw new CapacityException("too many clients or clocks");
    }
    if (struct.kind == Items.GC) {
      appendGc(log, struct.length - known);
      return;
    }
    if (known == 0 && struct.kind == Items.STRING && extendsLast(log, struct)) {
      extend(log, struct, source);
      return;
    }
    findNeighbours(log, struct, source, known);
    if (at.list == Lists.NONE) {
      appendGc(log, struct.length - known);
      return;
    }
    if (isContested()) {
      at.left = placement.find(struct.client, at);
    }
    int handle = create(log, struct, source, known);
    items.setOrigins(handle, at.origin, at.rightOrigin);
    link(handle);
    append(log, handle);
  }

  /** Where the struct says that it belongs; no list when something there was collected. */
  private void findNeighbours(ClientLog log, Struct struct, byte[] source, int known) {
    at.clear();
    if (struct.hasOrigin) {
      at.origin = id(originLog, struct.originClock);
      at.left = store.cleanEnd(at.origin);
    }
    if (struct.hasRightOrigin) {
      at.rightOrigin = id(rightLog, struct.rightClock);
      int next = at.left == Items.NONE ? Items.NONE : items.right(at.left);
      boolean isNext = next != Items.NONE && items.id(next) == at.rightOrigin;
      at.right = isNext ? next : store.cleanStart(at.rightOrigin);
    }
    if (isGc(at.left) || isGc(at.right)) {
      return;
    }
    at.list = listOf(struct, source);
    if (known > 0) {
      at.origin = log.id(struct.clock + known - 1);
      at.left = store.cleanEnd(at.origin);
      at.list = isGc(at.left) || at.list == Lists.NONE ? Lists.NONE : items.list(at.left);
    }
  }

  private static int id(@Nullable ClientLog log, int clock) {
    return Objects.requireNonNull(log).id(clock);
  }

  private boolean isGc(int handle) {
    return handle != Items.NONE && items.kind(handle) == Items.GC;
  }

  private int listOf(Struct struct, byte[] source) {
    if (at.left != Items.NONE) {
      return items.list(at.left);
    }
    if (at.right != Items.NONE) {
      return items.list(at.right);
    }
    int type =
        struct.parentIsRoot
            ? lists.root(name(source, struct.nameStart, struct.nameEnd))
            : typeOfParent(struct);
    return type == Lists.NONE || !struct.hasKey
        ? type
        : lists.keyed(type, name(source, struct.keyStart, struct.keyEnd));
  }

  private int name(byte[] source, int from, int end) {
    return store.names.number(new String(source, from, end - from, StandardCharsets.UTF_8));
  }

  private int typeOfParent(Struct struct) {
    int parent = store.find(id(parentLog, struct.parentClock));
    return items.kind(parent) == Items.TYPE ? items.content(parent) : Lists.NONE;
  }

  /** Whether others may stand between the neighbours that the struct was born between. */
  private boolean isContested() {
    if (at.left == Items.NONE) {
      return at.right == Items.NONE || items.left(at.right) != Items.NONE;
    }
    return items.right(at.left) != at.right;
  }

  private void link(int handle) {
    int left = at.left;
    int right;
    if (left == Items.NONE) {
      right = lists.first(at.list);
      lists.setFirst(at.list, handle);
    } else {
      right = items.right(left);
      items.setRight(left, handle);
    }
    items.setLeft(handle, left);
    items.setRight(handle, right);
    boolean keyed = lists.isKeyed(at.list);
    if (right != Items.NONE) {
      items.setLeft(right, handle);
    } else if (keyed) {
      lists.setLast(at.list, handle);
      if (left != Items.NONE) {
        store.delete(left);
      }
    }
    int parent = lists.owner(lists.typeOf(at.list));
    boolean parentDeleted = parent != Items.NONE && items.isDeleted(parent);
    if (parentDeleted || (keyed && right != Items.NONE)) {
      store.delete(handle);
    }
  }

  private void append(ClientLog log, int handle) {
    int last = log.last();
    log.append(handle);
    if (last != Items.NONE && store.isJoinable(last, handle)) {
      store.mayJoin(handle);
    }
  }

  private void appendGc(ClientLog log, int length) {
    int clock = log.state();
    log.advance(clock + length);
    int last = log.last();
    if (last != Items.NONE && items.kind(last) == Items.GC) {
      items.setLength(last, items.length(last) + length);
      return;
    }
    int handle = items.allocate();
    items.setId(handle, log.id(clock));
    items.setLength(handle, length);
    items.makeGc(handle);
    log.append(handle);
  }

  /** Whether this is the next text of a client that goes on typing where it typed last. */
  private boolean extendsLast(ClientLog log, Struct struct) {
    int last = log.last();
    if (last == Items.NONE
        || !struct.hasOrigin
        || struct.originClient != struct.client
        || struct.originClock != struct.clock - 1
        || items.kind(last) != Items.STRING
        || items.isDeleted(last)
        || lists.isKeyed(items.list(last))) {
      return false;
    }
    int next = items.right(last);
    int rightOrigin = struct.hasRightOrigin ? id(rightLog, struct.rightClock) : Items.NONE;
    int nextId = next == Items.NONE ? Items.NONE : items.id(next);
    boolean inPlace = items.content(last) + items.length(last) == store.text.size();
    return rightOrigin == nextId
        && rightOrigin == items.rightOrigin(last)
        && (inPlace || items.length(last) <= COPIED_TO_EXTEND);
  }

  private void extend(ClientLog log, Struct struct, byte[] source) {
    int last = log.last();
    int length = items.length(last);
    TextArena text = store.text;
    if (items.content(last) + length != text.size()) {
      text.waste(length);
      items.setContent(last, text.appendOwn(items.content(last), length));
    }
    appendText(struct, source);
    items.setLength(last, length + struct.length);
    log.advance(struct.clock + struct.length);
  }

  private int appendText(Struct struct, byte[] source) {
    return store.text.append(source, struct.contentStart, struct.contentEnd);
  }

  private int create(ClientLog log, Struct struct, byte[] source, int known) {
    int handle = items.allocate();
    log.advance(struct.clock + struct.length);
    items.setId(handle, log.id(struct.clock + known));
    items.setLength(handle, struct.length - known);
    items.setTag(handle, at.list, struct.kind);
    if (struct.kind == Items.DELETED) {
      items.markDeleted(handle);
    }
    items.setContent(handle, content(handle, struct, source, known));
    return handle;
  }

  private int content(int handle, Struct struct, byte[] source, int known) {
    ByteReader in = new ByteReader(source, struct.contentStart, struct.contentEnd);
    switch (struct.kind) {
      case Items.DELETED -> {
        return 0;
      }
      case Items.STRING -> {
        return store.text.cut(appendText(struct, source), known);
      }
      case Items.FORMAT -> {
        return store.formats.number(new Format(in.readString(), in.readString()));
      }
      case Items.TYPE -> {
        int kind = in.readVarUint31();
        boolean named = kind == XML_ELEMENT || kind == XML_HOOK;
        int name = named ? store.names.number(in.readString()) : Lists.NONE;
        return lists.type(handle, kind, name);
      }
      default -> {
        int content = store.payloads.append(source, struct.contentStart, struct.contentEnd);
        return known == 0 ? content : store.payloads.skip(struct.kind, content, known);
      }
    }
  }
}
