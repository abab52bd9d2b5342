package coedit.plugin.richtext;

import coedit.plugin.richtext.DeltaOperation.Kind;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Builds one operation; used by one thread, once.
 *
 * <p>{@link #insert}, {@link #retain} and {@link #delete} keep the normal form: neighbours of one
 * kind with equal attributes join, embeds never do, and an insert after a delete goes before it.
 * {@link #copy} adds a step exactly as it is.
 */
final class DeltaBuilder {

  private static final int FIRST_CAPACITY = 6;

  int size;
  Kind[] kinds = new Kind[FIRST_CAPACITY];
  int[] lengths = new int[FIRST_CAPACITY];
  @Nullable Object[] contents = new Object[FIRST_CAPACITY];
  Attributes[] attributes = new Attributes[FIRST_CAPACITY];

  /**
   * Adds an insert.
   *
   * @param content a non-empty {@code String}, or an {@link Embed}
   * @return whether it stands at the end as a step of its own
   */
  boolean insert(Object content, Attributes attributes) {
    boolean afterDelete = size > 0 && kinds[size - 1] == Kind.DELETE;
    int at = afterDelete ? size - 1 : size;
    if (content instanceof String text && at > 0 && joinsText(at - 1, attributes)) {
      appendText(at - 1, text);
      return false;
    }
    if (!afterDelete) {
      copy(Kind.INSERT, lengthOf(content), content, attributes);
      return true;
    }
    int deleted = lengths[at];
    size = at;
    copy(Kind.INSERT, lengthOf(content), content, attributes);
    copy(Kind.DELETE, deleted, null, Attributes.NONE);
    return false;
  }

  /** Adds a retain; answers whether it is a step of its own. */
  boolean retain(int length, Attributes attributes) {
    int last = size - 1;
    if (last >= 0 && kinds[last] == Kind.RETAIN && this.attributes[last].equals(attributes)) {
      lengths[last] = Math.addExact(lengths[last], length);
      return false;
    }
    copy(Kind.RETAIN, length, null, attributes);
    return true;
  }

  /** Adds a delete. */
  void delete(int length) {
    int last = size - 1;
    if (last >= 0 && kinds[last] == Kind.DELETE) {
      lengths[last] = Math.addExact(lengths[last], length);
    } else {
      copy(Kind.DELETE, length, null, Attributes.NONE);
    }
  }

  /** Adds a step without looking at the one before it. */
  void copy(Kind kind, int length, @Nullable Object content, Attributes attributes) {
    if (size == kinds.length) {
      grow();
    }
    kinds[size] = kind;
    lengths[size] = length;
    contents[size] = content;
    this.attributes[size] = attributes;
    size++;
  }

  /** The operation, without the last retain when that changes nothing. */
  DeltaOperation chop() {
    int last = size - 1;
    if (last >= 0 && kinds[last] == Kind.RETAIN && attributes[last].isEmpty()) {
      size--;
    }
    return build();
  }

  DeltaOperation build() {
    for (int i = 0; i < size; i++) {
      if (contents[i] instanceof StringBuilder joined) {
        contents[i] = joined.toString();
      }
    }
    return new DeltaOperation(this);
  }

  static int lengthOf(Object content) {
    return content instanceof String text ? text.length() : 1;
  }

  private boolean joinsText(int step, Attributes attributes) {
    return kinds[step] == Kind.INSERT
        && !(contents[step] instanceof Embed)
        && this.attributes[step].equals(attributes);
  }

  /** Many small joins must not cost the square of the text: it gathers in a StringBuilder. */
  private void appendText(int step, String text) {
    Object content = contents[step];
    StringBuilder joined =
        content instanceof StringBuilder gathering
            ? gathering
            : new StringBuilder(String.valueOf(content));
    contents[step] = joined.append(text);
    lengths[step] = joined.length();
  }

  private void grow() {
    int capacity = size * 2;
    kinds = Arrays.copyOf(kinds, capacity);
    lengths = Arrays.copyOf(lengths, capacity);
    contents = Arrays.copyOf(contents, capacity);
    attributes = Arrays.copyOf(attributes, capacity);
  }
}
