package coedit.plugin.yjs.open;

import java.util.Arrays;

/** A growing list of ints, emptied and used again. */
final class IntList {

  private static final int KEPT = 1024;

  private int[] values = new int[8];
  private int size;

  void add(int value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    values[size++] = value;
  }

  int get(int index) {
    return values[index];
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  int removeLast() {
    return values[--size];
  }

  /** Empties the list and gives back what one large update made it take. */
  void clear() {
    size = 0;
    if (values.length > KEPT) {
      values = new int[8];
    }
  }
}
