package coedit.plugin.yjs.open;

import java.util.Arrays;

/**
 * The structs of a document as rows of eight ints, numbered document-wide. The number ("handle")
 * stays while the struct lives; the neighbour links of the shared lists are handles. One object per
 * struct would cost eight times as much.
 *
 * <p>Rows are kept in pages, so that a document grows without copying and without much slack.
 */
final class Items {

  /** No struct, no id. */
  static final int NONE = -1;

  static final int GC = 0;
  static final int DELETED = 1;
  static final int JSON = 2;
  static final int BINARY = 3;
  static final int STRING = 4;
  static final int EMBED = 5;
  static final int FORMAT = 6;
  static final int TYPE = 7;
  static final int ANY = 8;
  static final int DOCUMENT = 9;

  /** A row without a struct. */
  private static final int FREE = 15;

  private static final int KIND_MASK = 0x0f;
  private static final int DELETED_FLAG = 0x10;
  private static final int LIST_SHIFT = 5;
  private static final int NO_LIST = -1 >>> LIST_SHIFT;

  private static final int ID = 0;
  private static final int LENGTH = 1;
  private static final int LEFT = 2;
  private static final int RIGHT = 3;
  private static final int ORIGIN = 4;
  private static final int RIGHT_ORIGIN = 5;
  private static final int CONTENT = 6;
  private static final int TAG = 7;

  private static final int ROW_BITS = 3;
  private static final int PAGE_BITS = 9;
  private static final int PAGE_ROWS = 1 << PAGE_BITS;
  private static final int PAGE_MASK = PAGE_ROWS - 1;
  private static final int FIRST_ROWS = 8;

  private int[][] pages = {new int[FIRST_ROWS << ROW_BITS]};
  private int capacity = FIRST_ROWS;
  private int used;
  private int firstFree = NONE;
  private int live;

  /** A row for a new struct, its columns without meaning yet. */
  int allocate() {
    live++;
    if (firstFree != NONE) {
      int handle = firstFree;
      firstFree = right(handle);
      return handle;
    }
    if (used == capacity) {
      grow();
    }
    return used++;
  }

  private void grow() {
    if (capacity < PAGE_ROWS) {
      capacity *= 2;
      pages[0] = Arrays.copyOf(pages[0], capacity << ROW_BITS);
      return;
    }
    int page = capacity >>> PAGE_BITS;
    if (page == pages.length) {
      pages = Arrays.copyOf(pages, page + Math.max(4, page / 4));
    }
    pages[page] = new int[PAGE_ROWS << ROW_BITS];
    capacity += PAGE_ROWS;
  }

  /** Takes a struct out; its row is used again only after {@link #recycle}. */
  void release(int handle) {
    set(handle, TAG, FREE);
    live--;
  }

  /** Makes the row of a released struct available. */
  void recycle(int handle) {
    set(handle, RIGHT, firstFree);
    firstFree = handle;
  }

  /** The number of structs. */
  int live() {
    return live;
  }

  /** One more than the highest handle ever given. */
  int used() {
    return used;
  }

  /** Bytes that the rows take. */
  long bytes() {
    return (long) capacity << (ROW_BITS + 2);
  }

  private int get(int handle, int column) {
    return pages[handle >>> PAGE_BITS][((handle & PAGE_MASK) << ROW_BITS) + column];
  }

  private void set(int handle, int column, int value) {
    pages[handle >>> PAGE_BITS][((handle & PAGE_MASK) << ROW_BITS) + column] = value;
  }

  int id(int handle) {
    return get(handle, ID);
  }

  void setId(int handle, int id) {
    set(handle, ID, id);
  }

  int length(int handle) {
    return get(handle, LENGTH);
  }

  void setLength(int handle, int length) {
    set(handle, LENGTH, length);
  }

  int left(int handle) {
    return get(handle, LEFT);
  }

  void setLeft(int handle, int left) {
    set(handle, LEFT, left);
  }

  int right(int handle) {
    return get(handle, RIGHT);
  }

  void setRight(int handle, int right) {
    set(handle, RIGHT, right);
  }

  int origin(int handle) {
    return get(handle, ORIGIN);
  }

  int rightOrigin(int handle) {
    return get(handle, RIGHT_ORIGIN);
  }

  void setOrigins(int handle, int origin, int rightOrigin) {
    set(handle, ORIGIN, origin);
    set(handle, RIGHT_ORIGIN, rightOrigin);
  }

  /** Where the content is; its meaning depends on the kind. */
  int content(int handle) {
    return get(handle, CONTENT);
  }

  void setContent(int handle, int content) {
    set(handle, CONTENT, content);
  }

  /** List, deletion mark and kind as one number, for comparison. */
  int tag(int handle) {
    return get(handle, TAG);
  }

  void setTag(int handle, int tag) {
    set(handle, TAG, tag);
  }

  void setTag(int handle, int list, int kind) {
    set(handle, TAG, list << LIST_SHIFT | kind);
  }

  int kind(int handle) {
    return get(handle, TAG) & KIND_MASK;
  }

  /** Replaces the kind and keeps list and deletion mark. */
  void setKind(int handle, int kind) {
    set(handle, TAG, (get(handle, TAG) & ~KIND_MASK) | kind);
  }

  /** The list that the struct is in; no list for {@link #GC}. */
  int list(int handle) {
    return get(handle, TAG) >>> LIST_SHIFT;
  }

  boolean isDeleted(int handle) {
    return (get(handle, TAG) & DELETED_FLAG) != 0;
  }

  void markDeleted(int handle) {
    set(handle, TAG, get(handle, TAG) | DELETED_FLAG);
  }

  /** Forgets content and place: only the clocks stay. */
  void makeGc(int handle) {
    set(handle, TAG, NO_LIST << LIST_SHIFT | DELETED_FLAG | GC);
    set(handle, LEFT, NONE);
    set(handle, RIGHT, NONE);
    setOrigins(handle, NONE, NONE);
  }

  boolean isFree(int handle) {
    return kind(handle) == FREE;
  }

  /** Whether the struct is there for a reader: counted in a list's length and not deleted. */
  boolean isVisible(int handle) {
    int tag = get(handle, TAG);
    return (tag & DELETED_FLAG) == 0 && (tag & KIND_MASK) != FORMAT;
  }
}
