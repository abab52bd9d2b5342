package coedit.plugin.richtext;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A delta as flat arrays: steps of one kind and length each, that walk a document from its start.
 * Immutable. The order of the steps is kept as received, because an insert after a delete and one
 * before it read the same on a document but tie differently with concurrent inserts; what {@link
 * DeltaBuilder} makes is in normal form.
 */
public final class DeltaOperation {

  /** What a step does. */
  enum Kind {
    RETAIN,
    INSERT,
    DELETE
  }

  static final DeltaOperation NOTHING = new DeltaBuilder().build();

  private final int size;
  private final Kind[] kinds;
  private final int[] lengths;
  private final @Nullable Object[] contents;
  private final Attributes[] attributes;

  /** Takes over a builder's arrays. */
  DeltaOperation(DeltaBuilder built) {
    size = built.size;
    kinds = built.kinds;
    lengths = built.lengths;
    contents = built.contents;
    attributes = built.attributes;
  }

  /** The number of steps. */
  int size() {
    return size;
  }

  Kind kind(int step) {
    return kinds[step];
  }

  int length(int step) {
    return lengths[step];
  }

  Attributes attributes(int step) {
    return attributes[step];
  }

  /** A {@code String} or an {@link Embed} of an insert; null otherwise. */
  @Nullable Object content(int step) {
    return contents[step];
  }

  /** The least length of a document that this fits: all it retains and deletes. */
  long baseLength() {
    long sum = 0;
    for (int i = 0; i < size; i++) {
      sum += kinds[i] == Kind.INSERT ? 0 : lengths[i];
    }
    return sum;
  }

  /** By how much a document gets longer. */
  long growth() {
    long sum = 0;
    for (int i = 0; i < size; i++) {
      sum += kinds[i] == Kind.INSERT ? lengths[i] : kinds[i] == Kind.DELETE ? -lengths[i] : 0;
    }
    return sum;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DeltaOperation that
        && size == that.size
        && Arrays.equals(kinds, 0, size, that.kinds, 0, size)
        && Arrays.equals(lengths, 0, size, that.lengths, 0, size)
        && Arrays.equals(contents, 0, size, that.contents, 0, size)
        && Arrays.equals(attributes, 0, size, that.attributes, 0, size);
  }

  @Override
  public int hashCode() {
    int hash = size;
    for (int i = 0; i < size; i++) {
      hash = 31 * hash + lengths[i];
    }
    return hash;
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    new DeltaWriter(out).operation(this);
    return out.toString();
  }
}
