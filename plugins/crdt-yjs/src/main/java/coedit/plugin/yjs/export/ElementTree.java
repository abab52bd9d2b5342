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
import java.util.Locale;

/** The tree of an XML fragment as ProseMirror, Tiptap and their relatives write it. */
final class ElementTree {

  private static final int MAX_DEPTH = 100;
  private static final int MAX_HEADING = 6;

  private final Allowance allowance = new Allowance();

  private ElementTree() {}

  static Block of(SharedType fragment) {
    return new Block(Kind.DOCUMENT, 0, new ElementTree().children(fragment, MAX_DEPTH));
  }

  private List<Node> children(SharedType parent, int depth) {
    List<Node> nodes = new ArrayList<>();
    if (depth == 0) {
      return nodes;
    }
    for (DeltaPiece piece : Contents.delta(parent, allowance)) {
      if (piece.content() instanceof Content.Text text) {
        nodes.add(Formats.of(piece.attributes()).run(text.text()));
      } else if (piece.content() instanceof Content.Nested nested) {
        add(nested.type(), nodes, depth);
      } else if (piece.content() instanceof Content.Value value) {
        TextTree.addEmbed(value.value(), nodes);
      }
    }
    return nodes;
  }

  private void add(SharedType type, List<Node> nodes, int depth) {
    if (type.kind() != SharedType.Kind.XML_ELEMENT) {
      nodes.addAll(children(type, depth - 1));
      return;
    }
    String name = type.name().orElse("").toLowerCase(Locale.ROOT).replaceAll("[_-]", "");
    switch (name) {
      case "hardbreak", "br" -> nodes.add(new Node.Break());
      case "horizontalrule", "hr" -> nodes.add(new Node.Rule());
      case "image", "img" -> addImage(type, nodes);
      default -> addBlock(name, type, nodes, depth);
    }
  }

  private static void addImage(SharedType type, List<Node> nodes) {
    String address = Formats.image(Contents.textOf(type, "src").orElse(""));
    String description = Contents.textOf(type, "alt").orElse("");
    if (!address.isEmpty()) {
      nodes.add(new Node.Image(address, description));
    }
  }

  private void addBlock(String name, SharedType type, List<Node> nodes, int depth) {
    List<Node> children = children(type, depth - 1);
    int level = name.matches("h[1-6]") ? name.charAt(1) - '0' : level(type);
    switch (name) {
      case "paragraph", "p" -> nodes.add(new Block(Kind.PARAGRAPH, 0, children));
      case "heading", "h1", "h2", "h3", "h4", "h5", "h6" ->
          nodes.add(new Block(Kind.HEADING, level, children));
      case "blockquote" -> nodes.add(new Block(Kind.QUOTE, 0, children));
      case "codeblock", "pre" -> nodes.add(new Block(Kind.CODE, 0, children));
      case "bulletlist", "tasklist", "ul" -> nodes.add(new Block(Kind.BULLETS, 0, items(children)));
      case "orderedlist", "ol" -> nodes.add(new Block(Kind.NUMBERS, 0, items(children)));
      case "listitem", "li" -> nodes.add(new Block(Kind.ITEM, 0, children));
      case "taskitem" -> nodes.add(new Block(task(type), 0, children));
      case "table" -> nodes.add(new Block(Kind.TABLE, 0, children));
      case "tablerow", "tr" -> nodes.add(new Block(Kind.ROW, 0, children));
      case "tablecell", "td" -> nodes.add(new Block(Kind.CELL, 0, children));
      case "tableheader", "th" -> nodes.add(new Block(Kind.HEADER_CELL, 0, children));
      default -> nodes.addAll(children);
    }
  }

  /** A list holds items and nothing else. */
  private static List<Node> items(List<Node> children) {
    List<Node> items = new ArrayList<>();
    for (Node child : children) {
      boolean item = child instanceof Block block && block.kind().isItem();
      items.add(item ? child : new Block(Kind.ITEM, 0, List.of(child)));
    }
    return items;
  }

  private static Kind task(SharedType type) {
    String checked = Contents.textOf(type, "checked").orElse("false");
    return checked.equals("true") ? Kind.DONE_TASK : Kind.OPEN_TASK;
  }

  private static int level(SharedType type) {
    return Contents.valueOf(type, "level").map(ElementTree::number).orElse(1);
  }

  private static int number(Content content) {
    double level = 1;
    if (content instanceof Content.Value value) {
      if (value.value() instanceof AnyValue.Numeric number) {
        level = number.value();
      } else if (Formats.text(value.value()).matches("[1-6]")) {
        level = Formats.text(value.value()).charAt(0) - '0';
      }
    }
    return (int) Math.max(1, Math.min(MAX_HEADING, level));
  }
}
