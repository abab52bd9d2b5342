package coedit.plugin.yjs.export;

import java.util.List;
import java.util.Set;

/** A document as HTML and Markdown see it. */
sealed interface Node {

  /** What a block is. */
  enum Kind {
    DOCUMENT,
    PARAGRAPH,
    HEADING,
    QUOTE,
    CODE,
    BULLETS,
    NUMBERS,
    ITEM,
    OPEN_TASK,
    DONE_TASK,
    TABLE,
    ROW,
    CELL,
    HEADER_CELL;

    boolean isItem() {
      return this == ITEM || this == OPEN_TASK || this == DONE_TASK;
    }
  }

  /** How text looks, outermost first. */
  enum Mark {
    BOLD,
    ITALIC,
    UNDERLINE,
    STRIKE,
    SUBSCRIPT,
    SUPERSCRIPT,
    CODE
  }

  /**
   * A block with its contents.
   *
   * @param level of a heading, 1 to 6; else 0
   */
  record Block(Kind kind, int level, List<Node> children) implements Node {}

  /**
   * Text that looks the same throughout.
   *
   * @param link an address that is safe to follow, or empty
   */
  record Run(String text, Set<Mark> marks, String link) implements Node {
    public Run {
      marks = Set.copyOf(marks);
    }
  }

  /** A picture with an address that is safe to load. */
  record Image(String address, String description) implements Node {}

  /** A new line within a block. */
  record Break() implements Node {}

  /** A line across. */
  record Rule() implements Node {}
}
