package coedit.plugin.yjs.begin;

import coedit.plugin.yjs.encoding.AnyValue;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Writes formatted text: a mark only where a format changes, and none left open at the end. */
final class DeltaText {

  private final FirstStructs.Type text;

  /** The formats that hold at the end of what was written, as JSON. */
  private final Map<String, String> open = new TreeMap<>();

  DeltaText(FirstStructs.Type text) {
    this.text = text;
  }

  /** The operations of a delta, all of them inserts. */
  void append(AnyValue.Elements operations) {
    for (AnyValue operation : operations.values()) {
      AnyValue.Entries fields = Fields.object(operation, "an operation");
      AnyValue insert = Fields.of(fields, "insert");
      turnTo(formats(Fields.of(fields, "attributes")));
      if (insert instanceof AnyValue.Text written) {
        text.text(written.value());
      } else if (insert instanceof AnyValue.Entries embed && !embed.values().isEmpty()) {
        text.embed(Fields.json(embed));
      } else {
        throw new IllegalArgumentException("a document's operations insert texts or objects");
      }
    }
    end();
  }

  /** Text in these formats, JSON values by name. */
  void append(String written, Map<String, String> formats) {
    turnTo(formats);
    text.text(written);
  }

  void end() {
    turnTo(Map.of());
  }

  private static Map<String, String> formats(AnyValue attributes) {
    Map<String, String> formats = new TreeMap<>();
    if (attributes instanceof AnyValue.Entries values) {
      values.values().forEach((key, value) -> formats.put(key, Fields.json(value)));
      formats.values().removeIf("null"::equals);
    } else if (attributes != AnyValue.Constant.NULL) {
      throw new IllegalArgumentException("attributes are an object");
    }
    return formats;
  }

  private void turnTo(Map<String, String> wanted) {
    for (String key : new TreeSet<>(open.keySet())) {
      if (!wanted.containsKey(key)) {
        text.mark(key, "null");
        open.remove(key);
      }
    }
    for (Map.Entry<String, String> format : new TreeMap<>(wanted).entrySet()) {
      if (!format.getValue().equals(open.put(format.getKey(), format.getValue()))) {
        text.mark(format.getKey(), format.getValue());
      }
    }
  }
}
