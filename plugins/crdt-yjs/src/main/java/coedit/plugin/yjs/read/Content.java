package coedit.plugin.yjs.read;

import coedit.plugin.yjs.encoding.AnyValue;
import coedit.plugin.yjs.open.SharedType;

/** One thing in a shared type's sequence, or the value of one of its keys. */
public sealed interface Content {

  /** Text that belongs together. */
  record Text(String text) implements Content {}

  /** A value: of an array or a map, or embedded in a text. */
  record Value(AnyValue value) implements Content {}

  /** A shared type inside. */
  record Nested(SharedType type) implements Content {}

  /** Another document, by its name. */
  record Subdocument(String guid) implements Content {}
}
