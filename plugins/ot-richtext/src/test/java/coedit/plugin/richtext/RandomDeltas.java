package coedit.plugin.richtext;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Documents and operations from a seed: emoji that get cut, embeds, attributes of every JSON kind.
 */
final class RandomDeltas {

  private static final String[] WORDS = {
    "a", "bc", "\n", "def \"g\"", "\uD83D\uDE00", "é\u4E2D", "x\uD83D\uDC4D\uD83C\uDFFDy", "\\\t"
  };
  private static final Object[] VALUES = {
    true, "red", "blue", 1L, 2.5, Map.of("deep", List.of(1L, Map.of("k", "v"))), List.of()
  };
  private static final String[] NAMES = {"bold", "color", "size", "x"};

  private final Random random;

  RandomDeltas(long seed) {
    random = new Random(seed);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  DeltaOperation document() {
    DeltaBuilder out = new DeltaBuilder();
    for (int i = below(8); i > 0; i--) {
      insert(out);
    }
    return out.build();
  }

  /** An operation in normal form on a document of {@code length}. */
  DeltaOperation operation(int length) {
    return operation(length, 5);
  }

  /** The same without deletes. */
  DeltaOperation insertsAndFormats(int length) {
    return operation(length, 4);
  }

  private DeltaOperation operation(int length, int kinds) {
    DeltaBuilder out = new DeltaBuilder();
    int left = length;
    for (int steps = 1 + below(5); steps > 0; steps--) {
      int span = left == 0 ? 0 : 1 + below(Math.min(left, 6));
      switch (below(kinds)) {
        case 0, 1 -> insert(out);
        case 2 -> left -= retain(out, span, Attributes.NONE);
        case 3 -> left -= retain(out, span, attributes(true));
        default -> {
          if (span > 0) {
            out.delete(span);
            left -= span;
          }
        }
      }
    }
    return out.chop();
  }

  /** An operation as a careless client writes it: nothing joined, inserts after deletes. */
  DeltaOperation carelessOperation(int length) {
    DeltaBuilder out = new DeltaBuilder();
    int left = length;
    for (int i = 1 + below(3); i > 0; i--) {
      DeltaOperation part = operation(Math.max(0, left));
      for (int step = part.size() - 1; step >= 0; step--) {
        out.copy(part.kind(step), part.length(step), part.content(step), part.attributes(step));
      }
      left -= (int) part.baseLength();
    }
    return out.build();
  }

  private static int retain(DeltaBuilder out, int span, Attributes attributes) {
    if (span > 0) {
      out.retain(span, attributes);
    }
    return span;
  }

  private void insert(DeltaBuilder out) {
    Object content =
        below(5) == 0
            ? new Embed(Map.of("image", "https://example.org/" + below(3)))
            : WORDS[below(WORDS.length)];
    out.insert(content, below(2) == 0 ? Attributes.NONE : attributes(false));
  }

  private Attributes attributes(boolean mayRemove) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 1 + below(2); i > 0; i--) {
      boolean remove = mayRemove && below(3) == 0;
      map.put(NAMES[below(NAMES.length)], remove ? null : VALUES[below(VALUES.length)]);
    }
    return Attributes.of(map);
  }
}
