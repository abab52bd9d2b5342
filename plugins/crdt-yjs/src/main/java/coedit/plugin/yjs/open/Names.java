package coedit.plugin.yjs.open;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Values that occur again and again (keys, element names, formats), each kept once. */
final class Names<T> {

  private final Map<T, Integer> numbers = new HashMap<>();
  private final List<T> values = new ArrayList<>();

  /** The number of a value, the same for equal values. */
  int number(T value) {
    Integer known = numbers.get(value);
    if (known != null) {
      return known;
    }
    numbers.put(value, values.size());
    values.add(value);
    return values.size() - 1;
  }

  /** The number of a value, or -1 when it never occurred. */
  int find(T value) {
    return numbers.getOrDefault(value, -1);
  }

  T value(int number) {
    return values.get(number);
  }

  int size() {
    return values.size();
  }
}
