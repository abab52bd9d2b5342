package coedit.plugin.yjs.open;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where the elements of long arrays begin. An array comes as one struct and is cut wherever others
 * insert; looking for each cut from the beginning would cost the square of its length. So the first
 * look notes every sixty-fourth element it passes, for all parts that the array is cut into: they
 * stay side by side in the arena.
 */
final class ElementIndex {

  /** Shorter ways are walked. */
  static final int WORTH_NOTING = 256;

  private static final int STEP = 64;

  private final TreeMap<Integer, Stretch> stretches = new TreeMap<>();

  /** Goes over one element and tells where the next one begins. */
  interface Walk {
    int next(int position);
  }

  /** Elements that follow each other, from a position up to {@code end}. */
  private static final class Stretch {
    private int[] noted;
    private int count;
    private int end;

    Stretch(int start) {
      noted = new int[] {start};
      end = start;
    }

    int ordinal(int position, Walk walk) {
      int notes = count / STEP + 1;
      int found = Arrays.binarySearch(noted, 0, notes, position);
      int at = found < 0 ? -found - 2 : found;
      int ordinal = at * STEP;
      for (int passed = noted[at]; passed < position; passed = walk.next(passed)) {
        ordinal++;
      }
      return ordinal;
    }

    int position(int ordinal, Walk walk) {
      while (count < ordinal) {
        end = walk.next(end);
        count++;
        if (count % STEP == 0) {
          note(count / STEP);
        }
      }
      int position = noted[ordinal / STEP];
      for (int left = ordinal % STEP; left > 0; left--) {
        position = walk.next(position);
      }
      return position;
    }

    private void note(int at) {
      if (at == noted.length) {
        noted = Arrays.copyOf(noted, 2 * at);
      }
      noted[at] = end;
    }
  }

  /** Where the element begins that comes so many after the one at {@code from}. */
  int find(int from, int elements, Walk walk) {
    Map.Entry<Integer, Stretch> before = stretches.floorEntry(from);
    Stretch stretch =
        before == null || before.getValue().end < from ? new Stretch(from) : before.getValue();
    if (stretch.count == 0) {
      stretches.put(from, stretch);
    }
    return stretch.position(stretch.ordinal(from, walk) + elements, walk);
  }

  /** The arena has been moved. */
  void clear() {
    stretches.clear();
  }
}
