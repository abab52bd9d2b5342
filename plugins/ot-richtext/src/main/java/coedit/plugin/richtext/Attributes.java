package coedit.plugin.richtext;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of an insert or a retain: names with opaque JSON values, where {@code null} means
 * "remove". Immutable. Keeps the order received; equality ignores it, and is settled by a stored
 * hash in nearly every case that differs.
 */
final class Attributes {

  static final Attributes NONE = new Attributes(new String[0], new Object[0]);

  private final String[] names;
  private final @Nullable Object[] values;
  private final int hash;

  /** Counted at the first question; every thread counts the same. */
  private int bytes;

  private Attributes(String[] names, @Nullable Object[] values) {
    this.names = names;
    this.values = values;
    int sum = 0;
    for (int i = 0; i < names.length; i++) {
      sum += 31 * names[i].hashCode() ^ Objects.hashCode(values[i]);
    }
    this.hash = sum;
  }

  static Attributes of(Map<String, ? extends @Nullable Object> map) {
    Collector collector = new Collector(map.size());
    map.forEach(collector::add);
    return collector.done();
  }

  /** About how many bytes these have as JSON. */
  int bytes() {
    if (bytes == 0) {
      StringBuilder out = new StringBuilder();
      new DeltaWriter(out).attributes(this);
      bytes = (int) Run.textBytes(out);
    }
    return bytes;
  }

  boolean isEmpty() {
    return names.length == 0;
  }

  int size() {
    return names.length;
  }

  String name(int index) {
    return names[index];
  }

  @Nullable Object value(int index) {
    return values[index];
  }

  /** The value of {@code name}; null when it is absent or to be removed. */
  @Nullable Object get(String name) {
    int index = indexOf(name);
    return index < 0 ? null : values[index];
  }

  boolean has(String name) {
    return indexOf(name) >= 0;
  }

  boolean hasNull() {
    for (Object value : values) {
      if (value == null) {
        return true;
      }
    }
    return false;
  }

  /** The same attributes in the order of their names. */
  Attributes sorted() {
    String[] order = names.clone();
    Arrays.sort(order);
    if (Arrays.equals(order, names)) {
      return this;
    }
    Collector collector = new Collector(order.length);
    for (String name : order) {
      collector.add(name, get(name));
    }
    return collector.done();
  }

  /**
   * These, then {@code later}: its names win.
   *
   * @param keepRemovals whether a removal is still to be told to something below, as between two
   *     retains; on an insert it has done its work
   */
  Attributes compose(Attributes later, boolean keepRemovals) {
    if (later.isEmpty()) {
      return this;
    }
    Collector collector = new Collector(size() + later.size());
    for (int i = 0; i < later.size(); i++) {
      if (keepRemovals || later.values[i] != null) {
        collector.add(later.names[i], later.values[i]);
      }
    }
    for (int i = 0; i < size(); i++) {
      if (!later.has(names[i])) {
        collector.add(names[i], values[i]);
      }
    }
    return collector.done();
  }

  /** These without the names that {@code winner} sets: what is left of the losing side. */
  Attributes without(Attributes winner) {
    if (isEmpty() || winner.isEmpty()) {
      return this;
    }
    Collector collector = new Collector(size());
    for (int i = 0; i < size(); i++) {
      if (!winner.has(names[i])) {
        collector.add(names[i], values[i]);
      }
    }
    return collector.done();
  }

  /** What undoes these on a run that carries {@code base}. */
  Attributes invert(Attributes base) {
    Collector collector = new Collector(size());
    for (int i = 0; i < base.size(); i++) {
      Object old = base.values[i];
      if (has(base.names[i]) && !sameScalar(old, get(base.names[i]))) {
        collector.add(base.names[i], old);
      }
    }
    for (String name : names) {
      if (!base.has(name)) {
        collector.add(name, null);
      }
    }
    return collector.done();
  }

  /** Structured values never count as the same: setting them again is harmless, and expected. */
  private static boolean sameScalar(@Nullable Object left, @Nullable Object right) {
    return Objects.equals(left, right) && !(left instanceof Map) && !(left instanceof List);
  }

  private int indexOf(String name) {
    for (int i = 0; i < names.length; i++) {
      if (names[i].equals(name)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (this == other) {
      return true;
    }
    if (!(other instanceof Attributes that) || hash != that.hash || size() != that.size()) {
      return false;
    }
    for (int i = 0; i < size(); i++) {
      int index = that.indexOf(names[i]);
      if (index < 0 || !Objects.equals(values[i], that.values[index])) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    new DeltaWriter(out).attributes(this);
    return out.toString();
  }

  /** Collects distinct names up to a known number. */
  private static final class Collector {
    private final String[] names;
    private final @Nullable Object[] values;
    private int size;

    Collector(int capacity) {
      names = new String[capacity];
      values = new Object[capacity];
    }

    void add(String name, @Nullable Object value) {
      names[size] = name;
      values[size] = value;
      size++;
    }

    Attributes done() {
      if (size == 0) {
        return NONE;
      }
      return size == names.length
          ? new Attributes(names, values)
          : new Attributes(Arrays.copyOf(names, size), Arrays.copyOf(values, size));
    }
  }
}
