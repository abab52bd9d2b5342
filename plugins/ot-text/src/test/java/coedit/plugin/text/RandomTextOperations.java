package coedit.plugin.text;

import coedit.plugin.text.TextOperation.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Generators of operations, small alphabets first so that ties and repeats are frequent. */
final class RandomTextOperations {

  private static final String[] LETTERS = {"a", "b", "c", "\n", "\"", "ß", "字", "😀", "👩‍🚀"};

  private RandomTextOperations() {}

  /** A random operation in normal form that fits a text of {@code length} code points. */
  static TextOperation on(int length, Random random) {
    TextOperation.Builder builder = new TextOperation.Builder();
    int left = length;
    int parts = random.nextInt(6);
    // Long texts shrink, short ones grow.
    int deleteWeight = length > 30 ? 4 : 2;
    for (int i = 0; i < parts; i++) {
      int choice = random.nextInt(4 + deleteWeight);
      int count = left == 0 ? 0 : 1 + random.nextInt(Math.min(left, 8));
      if (choice < 2) {
        String text = randomText(random);
        builder.insert(text, text.codePointCount(0, text.length()));
      } else if (choice < 4) {
        builder.skip(count);
        left -= count;
      } else {
        builder.delete(count);
        left -= count;
      }
    }
    return builder.build();
  }

  static String randomText(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      text.append(LETTERS[random.nextInt(LETTERS.length)]);
    }
    return text.toString();
  }

  /**
   * All operations of at most one insert at each place, out of {@code inserts}, and every choice of
   * deletes, on a text of {@code length} code points.
   */
  static List<TextOperation> all(int length, List<String> inserts) {
    List<TextOperation> found = new ArrayList<>();
    extend(new ArrayList<>(), length, inserts, found);
    return found.stream().distinct().toList();
  }

  private record Part(Kind kind, String text) {}

  private static void extend(
      List<Part> prefix, int left, List<String> inserts, List<TextOperation> found) {
    boolean afterInsert = !prefix.isEmpty() && last(prefix).kind() == Kind.INSERT;
    if (!afterInsert) {
      for (String text : inserts) {
        prefix.add(new Part(Kind.INSERT, text));
        extend(prefix, left, inserts, found);
        prefix.remove(prefix.size() - 1);
      }
    }
    if (left == 0) {
      found.add(build(prefix));
      return;
    }
    for (Kind kind : List.of(Kind.SKIP, Kind.DELETE)) {
      prefix.add(new Part(kind, ""));
      extend(prefix, left - 1, inserts, found);
      prefix.remove(prefix.size() - 1);
    }
  }

  private static Part last(List<Part> parts) {
    return parts.get(parts.size() - 1);
  }

  private static TextOperation build(List<Part> parts) {
    TextOperation.Builder builder = new TextOperation.Builder();
    for (Part part : parts) {
      switch (part.kind()) {
        case SKIP -> builder.skip(1);
        case DELETE -> builder.delete(1);
        case INSERT ->
            builder.insert(part.text(), part.text().codePointCount(0, part.text().length()));
      }
    }
    return builder.build();
  }
}
