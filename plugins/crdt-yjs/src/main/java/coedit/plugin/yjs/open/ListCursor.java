package coedit.plugin.yjs.open;

import coedit.plugin.yjs.open.StructStore.Format;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A place between two structs of a type's sequence, with the formats that hold there. */
final class ListCursor {

  /** The JSON value of a format that is not there. */
  static final String NO_FORMAT = "null";

  private final StructStore store;
  private final Items items;
  private final int list;
  private final Map<String, String> formats = new TreeMap<>();
  private int left = Items.NONE;
  private int right;

  /** Goes behind {@code index} units or elements, and before what is not visible there. */
  ListCursor(StructStore store, int list, int index) {
    this.store = store;
    this.items = store.items;
    this.list = list;
    this.right = store.lists.first(list);
    int before = index;
    while (before > 0 && !isAtEnd()) {
      before -= takeVisible(before);
    }
    if (before > 0 || index < 0) {
      throw new IndexOutOfBoundsException("no index " + index);
    }
  }

  int list() {
    return list;
  }

  int left() {
    return left;
  }

  int right() {
    return right;
  }

  /** JSON values by name. */
  Map<String, String> formats() {
    return formats;
  }

  boolean isAtEnd() {
    return right == Items.NONE;
  }

  boolean isAtInvisible() {
    return !items.isVisible(right);
  }

  /** The mark to the right, or null when something else is there. */
  @Nullable Format formatAtRight() {
    return right == Items.NONE || items.isDeleted(right) || items.kind(right) != Items.FORMAT
        ? null
        : store.formats.value(items.content(right));
  }

  /**
   * Goes over the next struct, cut to at most {@code most} units, and returns how many it shows. A
   * pair of surrogates is never cut but taken whole.
   */
  int takeVisible(int most) {
    int taken = 0;
    if (items.isVisible(right)) {
      taken = Math.min(most, items.length(right));
      boolean inPair =
          items.kind(right) == Items.STRING
              && Character.isHighSurrogate(store.text.at(items.content(right) + taken - 1));
      taken += inPair ? 1 : 0;
      if (taken < items.length(right)) {
        ClientLog log = store.logOf(right);
        store.cleanStart(log.id(store.clockOf(right) + taken));
      }
    }
    forward();
    return taken;
  }

  private void forward() {
    Format mark = formatAtRight();
    if (mark != null && mark.json().equals(NO_FORMAT)) {
      formats.remove(mark.key());
    } else if (mark != null) {
      formats.put(mark.key(), mark.json());
    }
    left = right;
    right = items.right(right);
  }

  /** Goes over what was inserted here. */
  void passInserted() {
    int next = left == Items.NONE ? store.lists.first(list) : items.right(left);
    if (next != right) {
      right = next;
      forward();
    }
    // Else it was added to the text of the struct before.
  }

  /** Goes right while the marks there say what is wanted anyway. */
  void passFormats(Map<String, String> wanted) {
    while (!isAtEnd()) {
      Format mark = formatAtRight();
      boolean asWanted =
          mark != null && mark.json().equals(wanted.getOrDefault(mark.key(), NO_FORMAT));
      if (!items.isDeleted(right) && !asWanted) {
        return;
      }
      forward();
    }
  }

  /** Goes right over marks that are among these, which are then taken out of them. */
  void passMarks(Map<String, String> missing) {
    while (!isAtEnd()) {
      Format mark = formatAtRight();
      if (!items.isDeleted(right)
          && (mark == null || !mark.json().equals(missing.get(mark.key())))) {
        return;
      }
      if (mark != null) {
        missing.remove(mark.key());
      }
      forward();
    }
  }
}
