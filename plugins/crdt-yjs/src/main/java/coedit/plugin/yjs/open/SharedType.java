package coedit.plugin.yjs.open;

import coedit.model.Payload;
import coedit.plugin.yjs.encoding.AnyValue;
import coedit.plugin.yjs.encoding.ByteReader;
import coedit.plugin.yjs.open.StructStore.Format;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A shared type of an open document, as a reader sees it: a sequence of contents, and values by
 * key. What the sequence is (text, array, children of an element) is said by {@link #kind}, or for
 * a root by nobody: then its reader decides. Valid until the document takes the next update.
 */
public final class SharedType {

  /** Kinds in the order of their numbers on the wire; a root is {@link #UNTYPED}. */
  public enum Kind {
    ARRAY(0),
    MAP(1),
    TEXT(2),
    XML_ELEMENT(3),
    XML_FRAGMENT(4),
    XML_HOOK(5),
    XML_TEXT(6),
    UNTYPED(7);

    final int number;

    Kind(int number) {
      this.number = number;
    }
  }

  private static final Kind[] KINDS = Kind.values();

  private final StructStore store;
  private final Items items;
  private final int row;

  SharedType(StructStore store, int row) {
    this.store = store;
    this.items = store.items;
    this.row = row;
  }

  /** Takes a type's contents one by one. */
  public interface Visitor {

    /** Text, as far as it is in one piece. */
    void text(String text);

    /** From here on a format has a value, JSON {@code null} for its end. */
    void format(String key, String json);

    /** Something inside a text, as JSON. */
    void embed(String json);

    /** A value. */
    void value(AnyValue value);

    /** A value as versions before 13 wrote it: JSON, or the word {@code undefined}. */
    void json(String json);

    /** A shared type inside this one. */
    void type(SharedType type);

    /** A document of its own, of which only the name is here. */
    void document(String guid);
  }

  int row() {
    return row;
  }

  public Kind kind() {
    return KINDS[store.lists.kind(row)];
  }

  /** The name of a root, an element or a hook. */
  public Optional<String> name() {
    int name = store.lists.name(row);
    return name == Lists.NONE ? Optional.empty() : Optional.of(store.names.value(name));
  }

  /** Visits the sequence; what is deleted is not there. */
  public void visitSequence(Visitor visitor) {
    int item = store.lists.first(row);
    while (item != Items.NONE) {
      if (!items.isDeleted(item)) {
        visit(item, 0, visitor);
      }
      item = items.right(item);
    }
  }

  /** The keys that have a value, sorted. */
  public Set<String> keys() {
    Set<String> keys = new TreeSet<>();
    int keyed = store.lists.nextKeyed(row);
    while (keyed != Lists.NONE) {
      int last = store.lists.last(keyed);
      if (last != Items.NONE && !items.isDeleted(last)) {
        keys.add(store.names.value(store.lists.name(keyed)));
      }
      keyed = store.lists.nextKeyed(keyed);
    }
    return keys;
  }

  /** Visits the value of a key; nothing when there is none. */
  public void visitKey(String key, Visitor visitor) {
    int name = store.names.find(key);
    int keyed = name < 0 ? Lists.NONE : store.lists.findKeyed(row, name);
    int last = keyed == Lists.NONE ? Items.NONE : store.lists.last(keyed);
    if (last != Items.NONE && !items.isDeleted(last)) {
      // A key's value is the last element of its last struct.
      visit(last, items.length(last) - 1, visitor);
    }
  }

  /** The length as Yjs counts it: UTF-16 units of text, one for everything else. */
  public int length() {
    int length = 0;
    for (int item = store.lists.first(row); item != Items.NONE; item = items.right(item)) {
      length += items.isVisible(item) ? items.length(item) : 0;
    }
    return length;
  }

  private void visit(int item, int from, Visitor visitor) {
    switch (items.kind(item)) {
      case Items.STRING -> visitor.text(text(item, from));
      case Items.FORMAT -> {
        Format format = store.formats.value(items.content(item));
        visitor.format(format.key(), format.json());
      }
      case Items.EMBED -> visitor.embed(store.payload(item).readString());
      case Items.BINARY -> visitor.value(bytes(store.payload(item)));
      case Items.TYPE -> visitor.type(new SharedType(store, items.content(item)));
      case Items.DOCUMENT -> visitor.document(store.payload(item).readString());
      case Items.ANY -> visitAny(item, from, visitor);
      case Items.JSON -> visitJson(item, from, visitor);
      default -> {}
    }
  }

  private static AnyValue bytes(ByteReader in) {
    return new AnyValue.Bytes(Payload.wrap(in.readByteArray()));
  }

  private String text(int item, int from) {
    int start = items.content(item) + from;
    return new String(store.text.units(), start, items.length(item) - from);
  }

  private void visitAny(int item, int from, Visitor visitor) {
    ByteReader in = store.payload(item);
    for (int i = 0; i < items.length(item); i++) {
      if (i < from) {
        AnyValue.skip(in);
      } else {
        visitor.value(AnyValue.read(in));
      }
    }
  }

  private void visitJson(int item, int from, Visitor visitor) {
    ByteReader in = store.payload(item);
    for (int i = 0; i < items.length(item); i++) {
      String json = in.readString();
      if (i >= from) {
        visitor.json(json);
      }
    }
  }
}
