package coedit.plugin.richtext;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something in the text that is not text, such as an image; of length 1.
 *
 * @param fields the JSON object as received, at least one field
 */
record Embed(Map<String, @Nullable Object> fields) {

  Embed {
    if (fields.isEmpty()) {
      throw new IllegalArgumentException("an embed has at least one field");
    }
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /** The kind of embed: its first field's name. */
  String type() {
    return fields.keySet().iterator().next();
  }

  @Nullable Object value() {
    return fields.get(type());
  }
}
