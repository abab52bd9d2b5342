package coedit.plugin.yjs.read;

import coedit.plugin.yjs.encoding.AnyValue;
import java.util.Map;

/**
 * A stretch of rich text with one formatting.
 *
 * @param attributes by name, sorted; nobody changes them, and pieces may share them
 */
public record DeltaPiece(Content content, Map<String, AnyValue> attributes) {}
