package coedit.plugin.yjs.read;

import coedit.plugin.yjs.encoding.AnyValue;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A stretch of rich text with one formatting.
 *
 * @param attributes by name, sorted
 */
public record DeltaPiece(Content content, Map<String, AnyValue> attributes) {

  public DeltaPiece {
    attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
  }
}
