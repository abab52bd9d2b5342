package coedit.plugin.yjs.update;

import java.util.Arrays;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map from long to values, sorted by key: a B+ tree of which {@link #with} copies one
 * path. Most documents have a few clients and so one node; one that many people opened over the
 * years has ten thousand, in three levels.
 */
final class LongMap<V> {

  private static final int FAN = 32;

  /** Sorted keys with values, or the least keys of child nodes; never written after it was made. */
  private static final class Node {
    final boolean isLeaf;
    final long[] keys;
    final Object[] values;

    Node(boolean isLeaf, long[] keys, Object[] values) {
      this.isLeaf = isLeaf;
      this.keys = keys;
      this.values = values;
    }

    Node child(int place) {
      return (Node) values[place];
    }

    /** The child that a key belongs to: the last whose least key is not greater, or the first. */
    int childOf(long key) {
      int place = Arrays.binarySearch(keys, key);
      return place >= 0 ? place : Math.max(-place - 2, 0);
    }

    Node part(int from, int to) {
      return new Node(
          isLeaf, Arrays.copyOfRange(keys, from, to), Arrays.copyOfRange(values, from, to));
    }
  }

  private final Node root;
  private final int size;

  private LongMap(Node root, int size) {
    this.root = root;
    this.size = size;
  }

  static <V> LongMap<V> empty() {
    return new LongMap<>(new Node(true, new long[0], new Object[0]), 0);
  }

  int size() {
    return size;
  }

  @SuppressWarnings("unchecked")
  @Nullable V get(long key) {
    Node node = root;
    while (!node.isLeaf) {
      node = node.child(node.childOf(key));
    }
    int place = Arrays.binarySearch(node.keys, key);
    return place < 0 ? null : (V) node.values[place];
  }

  LongMap<V> with(long key, V value) {
    boolean replaces = get(key) != null;
    Node grown = with(root, key, value);
    if (grown.keys.length > FAN) {
      Object[] halves = halves(grown);
      grown = new Node(false, leastKeys(halves), halves);
    }
    return new LongMap<>(grown, replaces ? size : size + 1);
  }

  /** The node with the entry; it may have one key too many, which its parent mends. */
  private static Node with(Node node, long key, Object value) {
    if (node.isLeaf) {
      int place = Arrays.binarySearch(node.keys, key);
      if (place >= 0) {
        Object[] values = node.values.clone();
        values[place] = value;
        return new Node(true, node.keys, values);
      }
      return replaced(node, ~place, ~place, new long[] {key}, value);
    }
    int place = node.childOf(key);
    Node child = with(node.child(place), key, value);
    Object[] by = child.keys.length > FAN ? halves(child) : new Object[] {child};
    return replaced(node, place, place + 1, leastKeys(by), by);
  }

  private static Object[] halves(Node node) {
    int half = node.keys.length / 2;
    return new Object[] {node.part(0, half), node.part(half, node.keys.length)};
  }

  private static long[] leastKeys(Object[] nodes) {
    long[] keys = new long[nodes.length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = ((Node) nodes[i]).keys[0];
    }
    return keys;
  }

  /** Entries {@code from} to {@code to} give way to others. */
  private static Node replaced(Node node, int from, int to, long[] byKeys, Object... by) {
    int rest = node.keys.length - to;
    int behind = from + by.length;
    long[] keys = Arrays.copyOf(node.keys, behind + rest);
    Object[] values = Arrays.copyOf(node.values, behind + rest);
    System.arraycopy(byKeys, 0, keys, from, by.length);
    System.arraycopy(by, 0, values, from, by.length);
    System.arraycopy(node.keys, to, keys, behind, rest);
    System.arraycopy(node.values, to, values, behind, rest);
    return new Node(node.isLeaf, keys, values);
  }

  /** Calls with every value and its key, from the greatest key to the least. */
  void forEachDescending(ObjLongConsumer<V> each) {
    descend(root, each);
  }

  @SuppressWarnings("unchecked")
  private static <V> void descend(Node node, ObjLongConsumer<V> each) {
    for (int i = node.keys.length - 1; i >= 0; i--) {
      if (node.isLeaf) {
        each.accept((V) node.values[i], node.keys[i]);
      } else {
        descend(node.child(i), each);
      }
    }
  }
}
