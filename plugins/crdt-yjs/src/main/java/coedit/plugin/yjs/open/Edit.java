package coedit.plugin.yjs.open;

import coedit.plugin.yjs.encoding.AnyValue;
import coedit.plugin.yjs.encoding.ByteWriter;
import coedit.plugin.yjs.open.SharedType.Kind;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Changes that a server makes to an open document: as if a client of its own had made them, in one
 * transaction. {@link #finish} gives the update that tells everybody else. The same edits to the
 * same document under the same client id give the same bytes.
 *
 * <p>Between the first change and {@code finish} the document must not be used otherwise.
 */
public final class Edit {

  private final OpenDocument document;
  private final StructStore store;
  private final ClientLog log;
  private final int start;

  Edit(OpenDocument document, long client) {
    this.document = document;
    this.store = document.store;
    this.log = store.clients.findOrAdd(client);
    this.start = log.state();
  }

  /** Inserts text that looks like the text before it. */
  public void insertText(SharedType text, int index, String inserted) {
    if (!inserted.isEmpty()) {
      ListCursor at = cursor(text, index);
      insert(at, Items.STRING, out -> out.writeString(inserted));
    }
  }

  /**
   * Inserts text that has these formats and no others.
   *
   * @param attributes JSON values by name
   */
  public void insertText(
      SharedType text, int index, String inserted, Map<String, String> attributes) {
    if (!inserted.isEmpty()) {
      insertFormatted(text, index, attributes, Items.STRING, out -> out.writeString(inserted));
    }
  }

  /** Inserts something that is no text, a JSON value, with these formats and no others. */
  public void insertEmbed(SharedType text, int index, String json, Map<String, String> attributes) {
    insertFormatted(text, index, attributes, Items.EMBED, out -> out.writeString(json));
  }

  private void insertFormatted(
      SharedType text, int index, Map<String, String> attributes, int kind, Body body) {
    ListCursor at = cursor(text, index);
    Map<String, String> wanted = new TreeMap<>(attributes);
    at.formats().keySet().forEach(key -> wanted.putIfAbsent(key, ListCursor.NO_FORMAT));
    at.passFormats(wanted);
    Map<String, String> before = change(at, wanted);
    insert(at, kind, body);
    restore(at, before);
  }

  /**
   * Gives a stretch of text formats.
   *
   * @param attributes JSON values by name, {@code null} to take a format away
   */
  public void format(SharedType text, int index, int length, Map<String, String> attributes) {
    ListCursor at = cursor(text, index);
    at.passFormats(attributes);
    Map<String, String> after = change(at, attributes);
    int left = length;
    while (!at.isAtEnd() && (left > 0 || (!after.isEmpty() && at.isAtInvisible()))) {
      StructStore.Format mark = at.formatAtRight();
      String wanted = mark == null ? null : attributes.get(mark.key());
      if (mark != null && wanted != null) {
        if (wanted.equals(mark.json())) {
          after.remove(mark.key());
        } else if (left <= 0) {
          break;
        } else {
          after.put(mark.key(), mark.json());
        }
        store.delete(at.right());
      }
      left -= at.takeVisible(left);
    }
    restore(at, after);
  }

  /** Deletes from a sequence: UTF-16 units of text, or elements. */
  public void delete(SharedType type, int index, int length) {
    ListCursor at = cursor(type, index);
    int left = length;
    while (!at.isAtEnd() && left > 0) {
      int item = at.right();
      int taken = at.takeVisible(left);
      if (taken > 0) {
        store.delete(item);
        left -= taken;
      }
    }
    if (left > 0) {
      throw new IndexOutOfBoundsException("deletes " + left + " more than there is");
    }
  }

  /** Inserts values into an array. */
  public void insert(SharedType array, int index, List<AnyValue> values) {
    if (!values.isEmpty()) {
      insert(
          cursor(array, index),
          Items.ANY,
          out -> {
            out.writeVarUint(values.size());
            values.forEach(value -> value.write(out));
          });
    }
  }

  /** Adds values at the end of an array. */
  public void push(SharedType array, List<AnyValue> values) {
    insert(array, array.length(), values);
  }

  /** Inserts an empty shared type into an array, a text or among an element's children. */
  public SharedType insertType(SharedType sequence, int index, Kind kind) {
    insert(cursor(sequence, index), Items.TYPE, type(kind));
    return inserted();
  }

  /** Inserts an empty element among the children of a fragment or an element. */
  public SharedType insertElement(SharedType parent, int index, String nodeName) {
    insert(
        cursor(parent, index),
        Items.TYPE,
        out -> {
          out.writeVarUint(Kind.XML_ELEMENT.number);
          out.writeString(nodeName);
        });
    return inserted();
  }

  /** Sets a key of a map to an empty shared type. */
  public SharedType setType(SharedType map, String key, Kind kind) {
    set(map, key, Items.TYPE, type(kind));
    return inserted();
  }

  private static Body type(Kind kind) {
    if (kind == Kind.XML_ELEMENT || kind == Kind.XML_HOOK || kind == Kind.UNTYPED) {
      throw new IllegalArgumentException("nothing without a name is " + kind);
    }
    return out -> out.writeVarUint(kind.number);
  }

  private SharedType inserted() {
    return new SharedType(store, store.items.content(log.last()));
  }

  /** Sets a key of a map, or an attribute of an element. */
  public void set(SharedType map, String key, AnyValue value) {
    set(
        map,
        key,
        Items.ANY,
        out -> {
          out.writeVarUint(1);
          value.write(out);
        });
  }

  private void set(SharedType map, String key, int kind, Body body) {
    int keyed = store.lists.keyed(map.row(), store.names.number(key));
    int before = store.lists.last(keyed);
    int origin = before == Items.NONE ? Items.NONE : store.lastId(before);
    StructWriter struct = new StructWriter(store, kind, origin, Items.NONE);
    struct.writeParent(keyed);
    body.write(struct.out());
    integrate(struct);
  }

  /** Takes a key of a map away. */
  public void remove(SharedType map, String key) {
    int name = store.names.find(key);
    int keyed = name < 0 ? Lists.NONE : store.lists.findKeyed(map.row(), name);
    int last = keyed == Lists.NONE ? Items.NONE : store.lists.last(keyed);
    if (last != Items.NONE) {
      store.delete(last);
    }
  }

  /** Ends the transaction and returns it as an update, {@code 00 00} when nothing changed. */
  public byte[] finish() {
    DeletedRanges deleted = DeletedRanges.of(store);
    store.finish();
    ByteWriter out = new ByteWriter();
    new StateEncoder(store, out).writeStructsOf(log, start);
    deleted.write(out);
    return out.toBytes();
  }

  private ListCursor cursor(SharedType type, int index) {
    return new ListCursor(store, type.row(), index);
  }

  /** Writes what a struct holds. */
  private interface Body {
    void write(ByteWriter out);
  }

  private void insert(ListCursor at, int kind, Body body) {
    int left = at.left();
    int right = at.right();
    int origin = left == Items.NONE ? Items.NONE : store.lastId(left);
    int rightOrigin = right == Items.NONE ? Items.NONE : store.items.id(right);
    StructWriter struct = new StructWriter(store, kind, origin, rightOrigin);
    struct.writeParent(at.list());
    body.write(struct.out());
    integrate(struct);
    at.passInserted();
  }

  private void integrate(StructWriter struct) {
    document.integrateOwn(struct.toRun(log));
  }

  /** Inserts the marks that these formats take here, and returns what was before, by name. */
  private Map<String, String> change(ListCursor at, Map<String, String> attributes) {
    Map<String, String> before = new TreeMap<>();
    for (Map.Entry<String, String> wanted : attributes.entrySet()) {
      String current = at.formats().getOrDefault(wanted.getKey(), ListCursor.NO_FORMAT);
      if (!current.equals(wanted.getValue())) {
        before.put(wanted.getKey(), current);
        mark(at, wanted.getKey(), wanted.getValue());
      }
    }
    return before;
  }

  /** Ends formats: from here on it looks as if nothing had been changed. */
  private void restore(ListCursor at, Map<String, String> before) {
    Map<String, String> missing = new TreeMap<>(before);
    at.passMarks(missing);
    missing.forEach((key, json) -> mark(at, key, json));
  }

  private void mark(ListCursor at, String key, String json) {
    insert(
        at,
        Items.FORMAT,
        out -> {
          out.writeString(key);
          out.writeString(json);
        });
  }
}
