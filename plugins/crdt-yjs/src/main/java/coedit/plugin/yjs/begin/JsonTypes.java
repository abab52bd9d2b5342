package coedit.plugin.yjs.begin;

import coedit.plugin.yjs.encoding.AnyValue;
import java.util.ArrayList;
import java.util.List;

/** Writes JSON as shared types: what several people may change is not one value. */
final class JsonTypes {

  private JsonTypes() {}

  /** Fills a root. */
  static void fill(FirstStructs.Type root, AnyValue value) {
    if (value instanceof AnyValue.Text text) {
      root.text(text.value());
    } else if (value instanceof AnyValue.Entries || value instanceof AnyValue.Elements) {
      fillType(root, value);
    } else {
      throw new IllegalArgumentException("a shared type is an object, a list or a text");
    }
  }

  private static void fillType(FirstStructs.Type type, AnyValue value) {
    if (value instanceof AnyValue.Entries object) {
      object.values().forEach((key, entry) -> set(type, key, entry));
    } else if (value instanceof AnyValue.Elements list) {
      addAll(type, list);
    }
  }

  private static void set(FirstStructs.Type map, String key, AnyValue value) {
    if (isScalar(value)) {
      map.set(key, value);
    } else {
      fillType(map.setType(key, kind(value)), value);
    }
  }

  /** Neighbouring values are one struct. */
  private static void addAll(FirstStructs.Type array, AnyValue.Elements list) {
    List<AnyValue> values = new ArrayList<>();
    for (AnyValue element : list.values()) {
      if (isScalar(element)) {
        values.add(element);
      } else {
        array.values(values);
        values.clear();
        fillType(array.type(kind(element)), element);
      }
    }
    array.values(values);
  }

  private static boolean isScalar(AnyValue value) {
    return !(value instanceof AnyValue.Entries) && !(value instanceof AnyValue.Elements);
  }

  private static int kind(AnyValue value) {
    return value instanceof AnyValue.Entries ? FirstStructs.MAP : FirstStructs.ARRAY;
  }
}
