package coedit.plugin.yjs.export;

import coedit.plugin.yjs.encoding.AnyValue;
import coedit.plugin.yjs.open.OpenDocument;
import coedit.plugin.yjs.open.SharedType;
import coedit.plugin.yjs.open.SharedType.Kind;
import coedit.plugin.yjs.read.Allowance;
import coedit.plugin.yjs.read.Contents;
import coedit.plugin.yjs.read.Json;
import coedit.plugin.yjs.read.JsonWriter;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The forms in which a Yjs document can leave. What kind a root is of is not on the wire; here it
 * is what its contents look like.
 */
public final class Exports {

  public static final String TEXT = "text/plain";
  public static final String JSON = "application/json";
  public static final String DELTA = "application/vnd.quill.delta+json";
  public static final String XML = "application/xml";
  public static final String HTML = "text/html";
  public static final String MARKDOWN = "text/markdown";

  /** A document node of ProseMirror or Tiptap. */
  public static final String PROSEMIRROR = "application/vnd.prosemirror.doc+json";

  /** The root that is exported when none is named, if it is there. */
  public static final String USUAL_ROOT = "text";

  private Exports() {}

  /** All media types, preferred first. */
  public static List<String> mediaTypes() {
    return List.of(TEXT, JSON, DELTA, HTML, MARKDOWN, XML, PROSEMIRROR);
  }

  /**
   * A document in another form.
   *
   * @param root the shared type that is meant; without it {@code text}, else the first by name that
   *     has text, and for JSON the whole document
   * @return empty when there is no such form
   * @throws coedit.plugin.yjs.open.CapacityException when it would outgrow the document too far
   */
  public static Optional<String> export(
      OpenDocument document, String mediaType, Optional<String> root) {
    if (mediaType.equals(JSON)) {
      return Optional.of(root.isPresent() ? json(document, root.get()) : json(document));
    }
    return export(document.root(root.orElseGet(() -> textRoot(document))), mediaType);
  }

  private static Optional<String> export(SharedType root, String mediaType) {
    boolean xml = kindOf(root) == Kind.XML_FRAGMENT;
    return switch (mediaType) {
      case TEXT -> Optional.of(xml ? PlainText.of(root) : Contents.text(root));
      case DELTA -> Optional.of("{\"ops\":" + Json.delta(root) + "}");
      case PROSEMIRROR ->
          Optional.of(xml ? ProseMirrorWriter.write(root) : ProseMirrorWriter.lines(root));
      case XML -> Optional.of(XmlWriter.write(root));
      case HTML -> Optional.of(HtmlWriter.write(tree(root, xml)));
      case MARKDOWN -> Optional.of(MarkdownWriter.write(tree(root, xml)));
      default -> Optional.empty();
    };
  }

  private static Node.Block tree(SharedType root, boolean xml) {
    return xml ? ElementTree.of(root) : TextTree.of(root);
  }

  private static String json(OpenDocument document, String root) {
    StringBuilder out = new StringBuilder();
    json(document.root(root), out, new Allowance());
    return out.toString();
  }

  private static void json(SharedType root, StringBuilder out, Allowance allowance) {
    Json.write(root, kindOf(root), out, allowance);
  }

  private static String json(OpenDocument document) {
    Allowance allowance = new Allowance();
    StringBuilder out = new StringBuilder("{");
    for (String root : document.roots()) {
      out.append(out.length() == 1 ? "" : ",");
      JsonWriter.writeText(root, out);
      out.append(':');
      json(document.root(root), out, allowance);
    }
    return out.append('}').toString();
  }

  /** The root that a reader of text means who names none. */
  static String textRoot(OpenDocument document) {
    Set<String> roots = document.roots();
    if (!roots.contains(USUAL_ROOT)) {
      for (String root : roots) {
        Kind kind = kindOf(document.root(root));
        if (kind == Kind.TEXT || kind == Kind.XML_FRAGMENT) {
          return root;
        }
      }
    }
    return USUAL_ROOT;
  }

  /** What a root's contents look like. */
  static Kind kindOf(SharedType root) {
    if (root.kind() != Kind.UNTYPED) {
      return root.kind();
    }
    Looks looks = new Looks();
    root.visitSequence(looks);
    return looks.kind != Kind.UNTYPED ? looks.kind : root.keys().isEmpty() ? Kind.TEXT : Kind.MAP;
  }

  /** Only texts have characters, marks and embeds; else the first content tells. */
  private static final class Looks implements SharedType.Visitor {

    private Kind kind = Kind.UNTYPED;

    private void take(Kind seen) {
      kind = kind == Kind.UNTYPED || seen == Kind.TEXT ? seen : kind;
    }

    @Override
    public void text(String text) {
      take(Kind.TEXT);
    }

    @Override
    public void format(String key, String json) {
      take(Kind.TEXT);
    }

    @Override
    public void embed(String json) {
      take(Kind.TEXT);
    }

    @Override
    public void value(AnyValue value) {
      take(Kind.ARRAY);
    }

    @Override
    public void json(String json) {
      take(Kind.ARRAY);
    }

    @Override
    public void type(SharedType type) {
      boolean xml =
          switch (type.kind()) {
            case XML_ELEMENT, XML_TEXT, XML_HOOK, XML_FRAGMENT -> true;
            case ARRAY, MAP, TEXT, UNTYPED -> false;
          };
      take(xml ? Kind.XML_FRAGMENT : Kind.ARRAY);
    }

    @Override
    public void document(String guid) {
      take(Kind.ARRAY);
    }
  }
}
