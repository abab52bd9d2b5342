package coedit.plugin.yjs.open;

import coedit.plugin.yjs.encoding.ByteReader;
import coedit.plugin.yjs.encoding.ByteWriter;
import java.util.Optional;

/**
 * A place in a shared type that stays where it is while others edit: Yjs' relative position. It
 * stands at a struct, or at the end of a type.
 *
 * @param at what it stands at
 * @param sticksLeft whether it belongs to what is before it; else to what is behind
 */
public record RelativePosition(Anchor at, boolean sticksLeft) {

  private static final int ITEM = 0;
  private static final int ROOT = 1;
  private static final int TYPE = 2;

  /** What a position stands at. */
  public sealed interface Anchor {}

  /** One element or character. */
  public record Item(long client, int clock) implements Anchor {}

  /** The end of a root, or its start for a position that sticks to the left. */
  public record Root(String name) implements Anchor {}

  /** The end of the type that a struct holds, or its start. */
  public record TypeItem(long client, int clock) implements Anchor {}

  /** An index in a type, as of now. */
  public record Place(SharedType type, int index) {}

  /**
   * Reads an encoded position.
   *
   * @throws coedit.plugin.yjs.encoding.MalformedUpdateException when it is none
   */
  public static RelativePosition read(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    int tag = in.readVarUint31();
    Anchor anchor =
        switch (tag) {
          case ITEM -> new Item(in.readVarUint(), in.readVarUint31());
          case ROOT -> new Root(in.readString());
          case TYPE -> new TypeItem(in.readVarUint(), in.readVarUint31());
          default -> throw in.malformed("unknown kind of position " + tag);
        };
    return new RelativePosition(anchor, in.hasMore() && in.readVarInt() < 0);
  }

  /** This position, encoded. */
  public byte[] toBytes() {
    ByteWriter out = new ByteWriter();
    if (at instanceof Item item) {
      out.writeVarUint(ITEM);
      out.writeVarUint(item.client());
      out.writeVarUint(item.clock());
    } else if (at instanceof Root root) {
      out.writeVarUint(ROOT);
      out.writeString(root.name());
    } else if (at instanceof TypeItem type) {
      out.writeVarUint(TYPE);
      out.writeVarUint(type.client());
      out.writeVarUint(type.clock());
    }
    out.writeVarInt(sticksLeft ? -1 : 0);
    return out.toBytes();
  }

  /**
   * Where the position is in a document now; empty when what it stands at is not there yet, or was
   * collected. In a type that is deleted it is at the start.
   */
  public Optional<Place> in(OpenDocument document) {
    StructStore store = document.store;
    if (at instanceof Item item) {
      return known(store, item.client(), item.clock())
          ? atItem(store, id(store, item.client(), item.clock()))
          : Optional.empty();
    }
    if (at instanceof Root root) {
      return Optional.of(edge(document.root(root.name())));
    }
    TypeItem type = (TypeItem) at;
    if (!known(store, type.client(), type.clock())) {
      return Optional.empty();
    }
    int handle = store.find(id(store, type.client(), type.clock()));
    return store.items.kind(handle) == Items.TYPE
        ? Optional.of(edge(new SharedType(store, store.items.content(handle))))
        : Optional.empty();
  }

  private Place edge(SharedType type) {
    return new Place(type, sticksLeft ? 0 : type.length());
  }

  private Optional<Place> atItem(StructStore store, int id) {
    Items items = store.items;
    int handle = store.find(id);
    if (items.kind(handle) == Items.GC) {
      return Optional.empty();
    }
    int type = store.lists.typeOf(items.list(handle));
    int holder = store.lists.owner(type);
    int index = 0;
    if (holder == Items.NONE || !items.isDeleted(holder)) {
      if (items.isVisible(handle)) {
        int offset = store.ids.clock(id) - store.clockOf(handle);
        index = offset + (sticksLeft ? 1 : 0);
      }
      int before = items.left(handle);
      while (before != Items.NONE) {
        index += items.isVisible(before) ? items.length(before) : 0;
        before = items.left(before);
      }
    }
    return Optional.of(new Place(new SharedType(store, type), index));
  }

  private static boolean known(StructStore store, long client, int clock) {
    return clock < store.clients.state(client);
  }

  private static int id(StructStore store, long client, int clock) {
    return store.clients.findOrAdd(client).id(clock);
  }
}
