package coedit.plugin.yjs.read;

import coedit.plugin.yjs.encoding.AnyValue;
import coedit.plugin.yjs.open.SharedType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects what a shared type holds. */
public final class Contents implements SharedType.Visitor {

  private final List<DeltaPiece> pieces = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private final Formatting formatting = new Formatting();
  private final boolean formatted;
  private final Allowance allowance;

  /** How the text that is being gathered looks. */
  private Formatting.Look look = formatting.now();

  private Contents(boolean formatted, Allowance allowance) {
    this.formatted = formatted;
    this.allowance = allowance;
  }

  /** The contents of a sequence in order, without format marks; neighbouring texts are one. */
  public static List<Content> of(SharedType type) {
    List<Content> contents = new ArrayList<>();
    for (DeltaPiece piece : collect(new Contents(false, new Allowance()), type)) {
      contents.add(piece.content());
    }
    return contents;
  }

  /**
   * The contents with their formatting; neighbouring texts of one formatting are one.
   *
   * @throws coedit.plugin.yjs.open.CapacityException when there is more formatting than allowed
   */
  public static List<DeltaPiece> delta(SharedType type, Allowance allowance) {
    return collect(new Contents(true, allowance), type);
  }

  private static List<DeltaPiece> collect(Contents contents, SharedType type) {
    type.visitSequence(contents);
    contents.endText();
    return contents.pieces;
  }

  /** The value of a key. */
  public static Optional<Content> valueOf(SharedType type, String key) {
    Contents contents = new Contents(false, new Allowance());
    type.visitKey(key, contents);
    contents.endText();
    return contents.pieces.isEmpty()
        ? Optional.empty()
        : Optional.of(contents.pieces.get(0).content());
  }

  /** The value of a key if it is text, such as an element's attribute. */
  public static Optional<String> textOf(SharedType type, String key) {
    return valueOf(type, key).map(Contents::plain);
  }

  private static String plain(Content content) {
    if (content instanceof Content.Text written) {
      return written.text();
    }
    if (content instanceof Content.Value value) {
      if (value.value() instanceof AnyValue.Text written) {
        return written.value();
      }
      StringBuilder json = new StringBuilder();
      JsonWriter.write(value.value(), json);
      return json.toString();
    }
    return "";
  }

  /** The text alone, as {@code toString} of a Yjs text. */
  public static String text(SharedType type) {
    StringBuilder text = new StringBuilder();
    for (Content content : of(type)) {
      if (content instanceof Content.Text written) {
        text.append(written.text());
      }
    }
    return text.toString();
  }

  private void add(Content content) {
    endText();
    add(content, formatting.now());
  }

  private void endText() {
    if (text.length() == 0) {
      return;
    }
    add(new Content.Text(text.toString()), look);
    text.setLength(0);
  }

  private void add(Content content, Formatting.Look looking) {
    allowance.take(looking.weight());
    pieces.add(new DeltaPiece(content, looking.attributes()));
  }

  @Override
  public void text(String run) {
    if (!formatting.isAsAtAnchor()) {
      endText();
    }
    if (text.length() == 0) {
      formatting.anchor();
      look = formatting.now();
    }
    text.append(run);
  }

  @Override
  public void format(String key, String json) {
    if (formatted) {
      formatting.mark(key, JsonReader.read(json), json.length());
    }
  }

  @Override
  public void embed(String json) {
    add(new Content.Value(JsonReader.read(json)));
  }

  @Override
  public void value(AnyValue value) {
    add(new Content.Value(value));
  }

  @Override
  public void json(String json) {
    boolean undefined = json.equals("undefined");
    value(undefined ? AnyValue.Constant.UNDEFINED : JsonReader.read(json));
  }

  @Override
  public void type(SharedType type) {
    add(new Content.Nested(type));
  }

  @Override
  public void document(String guid) {
    add(new Content.Subdocument(guid));
  }
}
