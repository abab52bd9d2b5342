package coedit.plugin.richtext;

import java.util.Map;
import java.util.Random;

/** Edits as an editor makes them: within the schema, and between surrogate pairs. */
final class RandomEdits {

  private static final Object[] CONTENTS = {
    "a",
    "word ",
    "\n",
    "\uD83D\uDE00",
    "\u4E2D\u6587",
    "\"quoted\" \\ \t",
    new Embed(Map.of("image", "https://example.org/a.png")),
    new Embed(Map.of("formula", "e=mc^2"))
  };
  private static final Attributes[] FORMATS = {
    Attributes.NONE,
    Attributes.of(Map.of("bold", true)),
    Attributes.of(Map.of("header", 2L)),
    Attributes.of(Map.of("color", "#ff0000", "italic", true)),
    Attributes.of(Map.of("link", "https://example.org/?a=b&c"))
  };
  private static final Attributes[] CHANGES = {
    FORMATS[1],
    FORMATS[2],
    FORMATS[3],
    Deltas.delta("[{'retain':1,'attributes':{'bold':null}}]").attributes(0),
    Deltas.delta("[{'retain':1,'attributes':{'color':null,'italic':true}}]").attributes(0)
  };

  private RandomEdits() {}

  static DeltaOperation on(RichTextState state, Random random) {
    DeltaBuilder out = new DeltaBuilder();
    int position = 0;
    for (int steps = 1 + random.nextInt(3); steps > 0; steps--) {
      position = walk(state, position, random, Attributes.NONE, out);
      switch (random.nextInt(4)) {
        case 0, 1 ->
            out.insert(
                CONTENTS[random.nextInt(CONTENTS.length)], FORMATS[random.nextInt(FORMATS.length)]);
        case 2 ->
            position = walk(state, position, random, CHANGES[random.nextInt(CHANGES.length)], out);
        default -> {
          int to = place(state, position, random);
          if (to > position) {
            out.delete(to - position);
          }
          position = to;
        }
      }
    }
    return out.chop();
  }

  private static int walk(
      RichTextState state, int from, Random random, Attributes change, DeltaBuilder out) {
    int to = place(state, from, random);
    if (to > from) {
      out.retain(to - from, change);
    }
    return to;
  }

  /** A place at or after {@code from}, not far, that is not inside a pair. */
  private static int place(RichTextState state, int from, Random random) {
    int to = from + random.nextInt(Math.min(8, state.length() - from) + 1);
    return to > 0 && to < state.length() && Character.isLowSurrogate(state.runs().charAt(to))
        ? to + 1
        : to;
  }
}
