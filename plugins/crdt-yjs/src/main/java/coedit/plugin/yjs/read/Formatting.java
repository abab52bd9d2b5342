package coedit.plugin.yjs.read;

import coedit.plugin.yjs.encoding.AnyValue;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The formats that hold at a place in a text, while a reader walks over its marks. Each mark costs
 * a look-up or two, however many formats there are; a {@link #now look} at all of them is made only
 * when there is something to show it with, and shared until the next mark.
 */
final class Formatting {

  /** About what a format costs in memory beside its characters. */
  private static final int OVERHEAD = 32;

  private record Format(AnyValue value, int weight) {}

  /**
   * All formats at once.
   *
   * @param weight about the characters and bytes they take when spelt out
   */
  record Look(Map<String, AnyValue> attributes, long weight) {}

  private static final Look PLAIN = new Look(Map.of(), 0);

  private final SortedMap<String, Format> formats = new TreeMap<>();

  /** What was different at the anchor: the values that held there. */
  private final Map<String, AnyValue> changes = new HashMap<>();

  private long weight;
  private Optional<Look> look = Optional.of(PLAIN);

  /** From here on a format has a value, {@code NULL} for none. */
  void mark(String key, AnyValue value, int jsonLength) {
    Format before = formats.get(key);
    AnyValue current = before == null ? AnyValue.Constant.NULL : before.value();
    if (value.equals(current)) {
      return;
    }
    AnyValue atAnchor = changes.putIfAbsent(key, current);
    if (value.equals(atAnchor)) {
      changes.remove(key);
    }
    weight -= before == null ? 0 : before.weight();
    if (value == AnyValue.Constant.NULL) {
      formats.remove(key);
    } else {
      Format format = new Format(value, key.length() + jsonLength + OVERHEAD);
      formats.put(key, format);
      weight += format.weight();
    }
    look = Optional.empty();
  }

  /** Remembers this place for {@link #isAsAtAnchor}. */
  void anchor() {
    changes.clear();
  }

  /** Whether the same formats hold as at the anchor. */
  boolean isAsAtAnchor() {
    return changes.isEmpty();
  }

  /** The formats that hold now. */
  Look now() {
    if (look.isEmpty()) {
      SortedMap<String, AnyValue> attributes = new TreeMap<>();
      formats.forEach((key, format) -> attributes.put(key, format.value()));
      look = Optional.of(new Look(Collections.unmodifiableMap(attributes), weight));
    }
    return look.get();
  }
}
