package coedit.plugin.yjs.open;

import java.util.Arrays;

/**
 * The lists that structs stand in, as rows of ints. A shared type has one row for its own sequence
 * of children, and one more for each key: in Yjs a key's value is the last item of a list of its
 * own. So one int in a struct's row says both parent and key.
 */
final class Lists {

  static final int NONE = -1;

  /** A root's kind is not on the wire: it is what its reader takes it for. */
  static final int UNTYPED = 7;

  private static final int KEYED = 8;

  /** Of a type: the handle of its item, NONE for a root. Of a key's list: the type's row. */
  private static final int OWNER = 0;

  /** Of a type: its name (root or element), NONE without. Of a key's list: the key. */
  private static final int NAME = 1;

  private static final int KIND = 2;
  private static final int FIRST = 3;

  /** Last struct of a key's list; a sequence does not need it. */
  private static final int LAST = 4;

  /** Of a type: its first key's list. Of a key's list: the next of the same type. */
  private static final int NEXT = 5;

  private static final int COLUMNS = 6;

  private int[] rows = new int[2 * COLUMNS];
  private int count;

  /** Rows plus one, of keys' lists by (type, key) and of roots by (NONE, name); zero where free. */
  private int[] table = new int[4];

  private int registered;
  private int firstRoot = NONE;

  private int add(int owner, int name, int kind) {
    int at = count * COLUMNS;
    if (at == rows.length) {
      rows = Arrays.copyOf(rows, at + Math.max(2, count / 4) * COLUMNS);
    }
    rows[at + OWNER] = owner;
    rows[at + NAME] = name;
    rows[at + KIND] = kind;
    rows[at + FIRST] = Items.NONE;
    rows[at + LAST] = Items.NONE;
    rows[at + NEXT] = NONE;
    return count++;
  }

  /** The row of the root with a name. */
  int root(int name) {
    int known = findRoot(name);
    if (known != NONE) {
      return known;
    }
    int row = add(Items.NONE, name, UNTYPED);
    rows[row * COLUMNS + LAST] = firstRoot;
    firstRoot = row;
    register(row);
    return row;
  }

  /** The row of the root with a name, NONE when nobody used it. */
  int findRoot(int name) {
    return table[slot(Items.NONE, name)] - 1;
  }

  /** The root made last, from which {@link #nextRoot} goes on; NONE when there is none. */
  int firstRoot() {
    return firstRoot;
  }

  int nextRoot(int row) {
    return rows[row * COLUMNS + LAST];
  }

  /** A new row for the type that an item holds. */
  int type(int item, int kind, int name) {
    return add(item, name, kind);
  }

  /** The list of a type's key, NONE when the key was never set. */
  int findKeyed(int type, int key) {
    return table[slot(type, key)] - 1;
  }

  /** The list of a type's key. */
  int keyed(int type, int key) {
    int known = findKeyed(type, key);
    if (known != NONE) {
      return known;
    }
    int row = add(type, key, KEYED);
    rows[row * COLUMNS + NEXT] = rows[type * COLUMNS + NEXT];
    rows[type * COLUMNS + NEXT] = row;
    register(row);
    return row;
  }

  private void register(int row) {
    registered++;
    if (registered * 2 <= table.length) {
      table[slot(owner(row), name(row))] = row + 1;
      return;
    }
    table = new int[table.length * 2];
    for (int i = 0; i < count; i++) {
      if (isKeyed(i) || owner(i) == Items.NONE) {
        table[slot(owner(i), name(i))] = i + 1;
      }
    }
  }

  private int slot(int type, int key) {
    int mask = table.length - 1;
    int hash = (type * 31 + key) * 0x9E3779B9;
    int slot = (hash ^ hash >>> 15) & mask;
    while (table[slot] != 0 && !(owner(table[slot] - 1) == type && name(table[slot] - 1) == key)) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  boolean isKeyed(int row) {
    return rows[row * COLUMNS + KIND] == KEYED;
  }

  /** The type that a list belongs to: itself unless it is a key's. */
  int typeOf(int row) {
    return isKeyed(row) ? owner(row) : row;
  }

  int owner(int row) {
    return rows[row * COLUMNS + OWNER];
  }

  int name(int row) {
    return rows[row * COLUMNS + NAME];
  }

  /** The type's number on the wire, or {@link #UNTYPED}. */
  int kind(int row) {
    return rows[row * COLUMNS + KIND];
  }

  int first(int row) {
    return rows[row * COLUMNS + FIRST];
  }

  void setFirst(int row, int item) {
    rows[row * COLUMNS + FIRST] = item;
  }

  int last(int keyed) {
    return rows[keyed * COLUMNS + LAST];
  }

  void setLast(int keyed, int item) {
    rows[keyed * COLUMNS + LAST] = item;
  }

  /** The first key's list of a type, or the key's list after a key's list. */
  int nextKeyed(int row) {
    return rows[row * COLUMNS + NEXT];
  }

  /** Empties a list whose structs were collected. */
  void clear(int row) {
    setFirst(row, Items.NONE);
    if (isKeyed(row)) {
      setLast(row, Items.NONE);
    }
  }

  /** About the bytes that the rows take. */
  long bytes() {
    return 4L * (rows.length + table.length);
  }
}
