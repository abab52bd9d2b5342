package coedit.plugin.text;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One change to a text: a walk over the document that skips, inserts and deletes. An immutable flat
 * value, always in normal form: no empty parts, neighbours of one kind joined, no skip at the end.
 * All counts are code points. The operation without parts is valid and changes nothing.
 */
public final class TextOperation {

  /** What a part does. */
  public enum Kind {
    /** Leaves code points as they are. */
    SKIP,
    /** Puts text before the next code point. */
    INSERT,
    /** Removes code points. */
    DELETE
  }

  /** Per part its code points, negative for a delete. */
  private final int[] counts;

  /** Per part the text of an insert, empty for skip and delete. */
  private final String[] texts;

  private TextOperation(int[] counts, String[] texts) {
    this.counts = counts;
    this.texts = texts;
  }

  /** Deletes {@code count} code points at {@code place}; changes nothing when there are none. */
  static TextOperation deleting(int place, int count) {
    return new Builder().skip(place).delete(count).build();
  }

  /** Whether it is one insert or one delete, wherever. */
  boolean isSingleEdit() {
    // Normal form: a skip is never last, so of two parts with a skip first the other is the edit.
    return counts.length == 1 || (counts.length == 2 && kind(0) == Kind.SKIP);
  }

  /** Where a single edit is: the code points before it. */
  int place() {
    return counts.length == 1 ? 0 : counts[0];
  }

  /** What a single edit does. */
  Kind editKind() {
    return kind(counts.length - 1);
  }

  /** How many code points a single edit inserts or deletes. */
  int editCount() {
    return count(counts.length - 1);
  }

  /** This single edit at another place. */
  TextOperation at(int place) {
    int last = counts.length - 1;
    if (place == 0) {
      return new TextOperation(new int[] {counts[last]}, new String[] {texts[last]});
    }
    return new TextOperation(
        new int[] {place, counts[last]}, last == 1 ? texts : new String[] {"", texts[last]});
  }

  /** How many parts it has. */
  public int size() {
    return counts.length;
  }

  public Kind kind(int part) {
    if (!texts[part].isEmpty()) {
      return Kind.INSERT;
    }
    return counts[part] > 0 ? Kind.SKIP : Kind.DELETE;
  }

  /** The code points that a part skips, inserts or deletes; at least 1. */
  public int count(int part) {
    return Math.abs(counts[part]);
  }

  /** The text of an insert; empty for other parts. */
  public String text(int part) {
    return texts[part];
  }

  /** The code points of the base that it walks over: a shorter text does not fit. */
  public long baseLength() {
    long length = 0;
    for (int i = 0; i < counts.length; i++) {
      length += kind(i) == Kind.INSERT ? 0 : count(i);
    }
    return length;
  }

  /** By how many code points the text becomes longer; negative when it becomes shorter. */
  public long growth() {
    long growth = 0;
    for (int i = 0; i < counts.length; i++) {
      growth += kind(i) == Kind.SKIP ? 0 : counts[i];
    }
    return growth;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TextOperation that
        && Arrays.equals(counts, that.counts)
        && Arrays.equals(texts, that.texts);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(counts) + Arrays.hashCode(texts);
  }

  /** The wire form. */
  @Override
  public String toString() {
    return TextFormat.encode(this);
  }

  /** Collects parts in document order and joins them into normal form. One thread, one use. */
  static final class Builder {

    private static final int FIRST_CAPACITY = 4;

    private int[] counts = new int[FIRST_CAPACITY];
    private String[] texts = new String[FIRST_CAPACITY];
    private int size;

    /** The last part's text while neighbouring inserts are being joined. */
    private @Nullable StringBuilder joined;

    Builder skip(int count) {
      if (size > 0 && texts[size - 1].isEmpty() && counts[size - 1] > 0) {
        counts[size - 1] = Math.addExact(counts[size - 1], count);
      } else if (count > 0) {
        add(count, "");
      }
      return this;
    }

    Builder delete(int count) {
      if (size > 0 && counts[size - 1] < 0) {
        counts[size - 1] = Math.subtractExact(counts[size - 1], count);
      } else if (count > 0) {
        add(-count, "");
      }
      return this;
    }

    /**
     * Appends an insert.
     *
     * @param codePoints how many code points {@code text} has
     */
    Builder insert(String text, int codePoints) {
      if (size > 0 && !texts[size - 1].isEmpty()) {
        counts[size - 1] = Math.addExact(counts[size - 1], codePoints);
        if (joined == null) {
          joined = new StringBuilder(texts[size - 1]);
        }
        joined.append(text);
      } else if (!text.isEmpty()) {
        add(codePoints, text);
      }
      return this;
    }

    TextOperation build() {
      seal();
      if (size > 0 && texts[size - 1].isEmpty() && counts[size - 1] > 0) {
        size--;
      }
      return new TextOperation(Arrays.copyOf(counts, size), Arrays.copyOf(texts, size));
    }

    private void add(int count, String text) {
      seal();
      if (size == counts.length) {
        counts = Arrays.copyOf(counts, size * 2);
        texts = Arrays.copyOf(texts, size * 2);
      }
      counts[size] = count;
      texts[size] = text;
      size++;
    }

    private void seal() {
      if (joined != null) {
        texts[size - 1] = joined.toString();
        joined = null;
      }
    }
  }
}
