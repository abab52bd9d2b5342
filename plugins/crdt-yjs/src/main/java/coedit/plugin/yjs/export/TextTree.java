package coedit.plugin.yjs.export;

import coedit.plugin.yjs.encoding.AnyValue;
import coedit.plugin.yjs.export.Node.Block;
import coedit.plugin.yjs.export.Node.Kind;
import coedit.plugin.yjs.open.SharedType;
import coedit.plugin.yjs.read.Allowance;
import coedit.plugin.yjs.read.Content;
import coedit.plugin.yjs.read.Contents;
import coedit.plugin.yjs.read.DeltaPiece;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The tree of a text as Quill writes it: the format of a line stands on its line feed. */
final class TextTree {

  private static final int MAX_HEADING = 6;
  private static final int MAX_INDENT = 8;

  private final List<Node> blocks = new ArrayList<>();
  private List<Node> line = new ArrayList<>();

  /** The lists that are open, outermost first. */
  private final List<Block> lists = new ArrayList<>();

  private TextTree() {}

  static Block of(SharedType text) {
    TextTree tree = new TextTree();
    for (DeltaPiece piece : Contents.delta(text, new Allowance())) {
      if (piece.content() instanceof Content.Text written) {
        tree.add(written.text(), piece.attributes());
      } else if (piece.content() instanceof Content.Value value) {
        addEmbed(value.value(), tree.line);
      } else if (piece.content() instanceof Content.Nested nested) {
        tree.line.add(Formats.of(piece.attributes()).run(Contents.text(nested.type())));
      }
    }
    if (!tree.line.isEmpty()) {
      tree.endLine(Map.of());
    }
    return new Block(Kind.DOCUMENT, 0, tree.blocks);
  }

  /** Adds what is embedded in a text, if it is of a known kind. */
  static void addEmbed(AnyValue value, List<Node> nodes) {
    if (value instanceof AnyValue.Entries embed) {
      String image = Formats.image(Formats.textIn(embed, "image"));
      if (!image.isEmpty()) {
        nodes.add(new Node.Image(image, Formats.textIn(embed, "alt")));
      }
      String formula = Formats.textIn(embed, "formula");
      if (!formula.isEmpty()) {
        nodes.add(new Node.Run(formula, Set.of(Node.Mark.CODE), ""));
      }
      if (embed.values().containsKey("divider")) {
        nodes.add(new Node.Rule());
      }
    }
  }

  private void add(String text, Map<String, AnyValue> attributes) {
    Formats formats = Formats.of(attributes);
    int start = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      addRun(text.substring(start, end), formats);
      endLine(attributes);
      start = end + 1;
    }
    addRun(text.substring(start), formats);
  }

  private void addRun(String text, Formats formats) {
    if (!text.isEmpty()) {
      line.add(formats.run(text));
    }
  }

  private void endLine(Map<String, AnyValue> format) {
    List<Node> children = line;
    line = new ArrayList<>();
    AnyValue list = format.get("list");
    if (list != null) {
      addItem(Formats.text(list), number(format, "indent", MAX_INDENT), children);
      return;
    }
    lists.clear();
    if (format.containsKey("code-block")) {
      addCode(children);
    } else if (format.containsKey("header")) {
      int level = Math.max(1, number(format, "header", MAX_HEADING));
      blocks.add(new Block(Kind.HEADING, level, children));
    } else if (format.containsKey("blockquote")) {
      blocks.add(new Block(Kind.QUOTE, 0, List.of(new Block(Kind.PARAGRAPH, 0, children))));
    } else {
      blocks.add(new Block(Kind.PARAGRAPH, 0, children));
    }
  }

  private void addCode(List<Node> children) {
    int last = blocks.size() - 1;
    if (last >= 0 && blocks.get(last) instanceof Block block && block.kind() == Kind.CODE) {
      block.children().add(new Node.Break());
      block.children().addAll(children);
    } else {
      blocks.add(new Block(Kind.CODE, 0, children));
    }
  }

  private void addItem(String style, int indent, List<Node> children) {
    Kind kind = style.equals("ordered") ? Kind.NUMBERS : Kind.BULLETS;
    Kind item =
        style.equals("checked")
            ? Kind.DONE_TASK
            : style.equals("unchecked") ? Kind.OPEN_TASK : Kind.ITEM;
    while (lists.size() > indent + 1) {
      lists.remove(lists.size() - 1);
    }
    if (lists.size() == indent + 1 && lists.get(indent).kind() != kind) {
      lists.remove(indent);
    }
    while (lists.size() <= indent) {
      open(kind);
    }
    lists.get(indent).children().add(new Block(item, 0, children));
  }

  private void open(Kind kind) {
    Block list = new Block(kind, 0, new ArrayList<>());
    if (lists.isEmpty()) {
      blocks.add(list);
    } else {
      List<Node> outer = lists.get(lists.size() - 1).children();
      if (outer.isEmpty()) {
        outer.add(new Block(Kind.ITEM, 0, new ArrayList<>()));
      }
      ((Block) outer.get(outer.size() - 1)).children().add(list);
    }
    lists.add(list);
  }

  private static int number(Map<String, AnyValue> format, String key, int most) {
    return format.get(key) instanceof AnyValue.Numeric number
        ? (int) Math.max(0, Math.min(most, number.value()))
        : 0;
  }
}
