package coedit.plugin.yjs.open;

import java.util.Arrays;

/**
 * Finds a struct's place in its list: the YATA rule of Nicolaescu, Jahns, Derntl and Klamma ("Near
 * Real-Time Peer-to-Peer Shared Editing on Extensible Data Types", 2016), with the changes that Yjs
 * made to it. A struct names the neighbours it was born between; where others were born between the
 * same two, the rule gives the same order on every replica.
 *
 * <p>The rule asks whether a struct was met in this scan, and since the place moved last. Instead
 * of two sets each struct carries the time at which a scan met it; nothing is made before the first
 * conflict.
 */
final class Placement {

  private final StructStore store;
  private final Items items;

  /** Per handle, when a scan last met it. */
  private int[] met = new int[0];

  private int time;
  private long budget;

  Placement(StructStore store) {
    this.store = store;
    this.items = store.items;
  }

  /** Allows so many steps of scans until the next call. */
  void allow(long steps) {
    budget = steps;
  }

  /**
   * The struct behind which a new one belongs, NONE for the start of the list.
   *
   * @param client of the new struct
   * @param at where it says that it belongs
   */
  int find(long client, Neighbours at) {
    int left = at.left;
    int other = left == Items.NONE ? store.lists.first(at.list) : items.right(left);
    prepare();
    int start = time;
    int moved = time;
    while (other != Items.NONE && other != at.right) {
      meet(other);
      int otherOrigin = items.origin(other);
      if (otherOrigin == at.origin) {
        if (clientOf(other) < client) {
          left = other;
          moved = time;
        } else if (items.rightOrigin(other) == at.rightOrigin) {
          break;
        }
      } else {
        int when = otherOrigin == Items.NONE ? 0 : met[store.find(otherOrigin)];
        if (when <= start) {
          break;
        }
        if (when <= moved) {
          left = other;
          moved = time;
        }
      }
      other = items.right(other);
    }
    return left;
  }

  private long clientOf(int handle) {
    return store.clients.at(store.ids.client(items.id(handle))).client;
  }

  private void prepare() {
    if (met.length < items.used()) {
      met = Arrays.copyOf(met, items.used() + items.used() / 4 + 16);
    }
    if (time > Integer.MAX_VALUE / 2) {
      Arrays.fill(met, 0);
      time = 0;
    }
  }

  private void meet(int handle) {
    if (--budget < 0) {
      throw new CapacityException("too many structs in one place");
    }
    met[handle] = ++time;
  }

  /** Bytes of what scans remember. */
  long bytes() {
    return 4L * met.length;
  }

  /** Gives back what scans remember. */
  void trim() {
    met = new int[0];
    time = 0;
  }

  /** Where a struct says that it belongs. */
  static final class Neighbours {

    /** The ids that it was born between. */
    int origin;

    int rightOrigin;

    /** The structs that end and begin with these ids, and their list. */
    int left;

    int right;
    int list;

    void clear() {
      origin = Items.NONE;
      rightOrigin = Items.NONE;
      left = Items.NONE;
      right = Items.NONE;
      list = Lists.NONE;
    }
  }
}
