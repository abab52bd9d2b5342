package coedit.plugin.text;

import coedit.plugin.text.TextOperation.Kind;
import coedit.spi.OtAlgebra.Side;
import java.util.Optional;

/**
 * Transforms operations that change the text in one place, which is what typing and deleting make:
 * arithmetic on two intervals instead of a walk. With many people in one document a submission is
 * carried past hundreds of such operations, and they past it; most of them stay as they are.
 *
 * <p>The results are those of the walk in {@link TextAlgebra}, whose case labels are used here.
 */
final class SingleEdit {

  private SingleEdit() {}

  /** {@code operation} after {@code other}; empty when that takes the walk. */
  static Optional<TextOperation> transform(
      TextOperation operation, TextOperation other, Side side) {
    if (!operation.isSingleEdit() || !other.isSingleEdit()) {
      return Optional.empty();
    }
    return other.editKind() == Kind.INSERT
        ? overInsert(operation, other, side)
        : Optional.of(overDelete(operation, other));
  }

  private static Optional<TextOperation> overInsert(
      TextOperation operation, TextOperation other, Side side) {
    int place = operation.place();
    int inserted = other.place();
    if (operation.editKind() == Kind.INSERT) {
      // INSERT-INSERT: at the same place the left one stands first.
      boolean first = place < inserted || (place == inserted && side == Side.LEFT);
      return Optional.of(first ? operation : moved(operation, other.editCount()));
    }
    // DELETE-INSERT: text put into the middle of the deleted cuts it in two.
    if (place + operation.editCount() <= inserted) {
      return Optional.of(operation);
    }
    return inserted <= place ? Optional.of(moved(operation, other.editCount())) : Optional.empty();
  }

  private static TextOperation overDelete(TextOperation operation, TextOperation other) {
    int place = operation.place();
    int from = other.place();
    int to = from + other.editCount();
    if (operation.editKind() == Kind.INSERT) {
      // INSERT-DELETE: the text stays, even where its surroundings went.
      if (place <= from) {
        return operation;
      }
      return operation.at(place >= to ? place - other.editCount() : from);
    }
    // DELETE-DELETE: what both delete is gone already.
    int end = place + operation.editCount();
    if (end <= from) {
      return operation;
    }
    if (place >= to) {
      return operation.at(place - other.editCount());
    }
    int met = Math.min(end, to) - Math.max(place, from);
    return TextOperation.deleting(Math.min(place, from), operation.editCount() - met);
  }

  private static TextOperation moved(TextOperation operation, int by) {
    return operation.at(Math.addExact(operation.place(), by));
  }
}
