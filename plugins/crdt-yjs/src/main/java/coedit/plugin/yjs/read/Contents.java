package coedit.plugin.yjs.read;

import coedit.plugin.yjs.encoding.AnyValue;
import coedit.plugin.yjs.open.SharedType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Collects what a shared type holds. */
public final class Contents implements SharedType.Visitor {

  private final List<DeltaPiece> pieces = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private final Map<String, AnyValue> attributes = new TreeMap<>();

  private final boolean formatted;

  private Contents(boolean formatted) {
    this.formatted = formatted;
  }

  /** The contents of a sequence in order, without format marks; neighbouring texts are one. */
  public static List<Content> of(SharedType type) {
    List<Content> contents = new ArrayList<>();
    for (DeltaPiece piece : collect(type, false)) {
      contents.add(piece.content());
    }
    return contents;
  }

  /** The contents with their formatting; neighbouring texts of one formatting are one. */
  public static List<DeltaPiece> delta(SharedType type) {
    return collect(type, true);
  }

  private static List<DeltaPiece> collect(SharedType type, boolean formatted) {
    Contents contents = new Contents(formatted);
    type.visitSequence(contents);
    contents.endText();
    return contents.pieces;
  }

  /** The value of a key. */
  public static Optional<Content> valueOf(SharedType type, String key) {
    Contents contents = new Contents(false);
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
    pieces.add(new DeltaPiece(content, attributes));
  }

  private void endText() {
    if (text.length() == 0) {
      return;
    }
    String written = text.toString();
    text.setLength(0);
    int last = pieces.size() - 1;
    if (last >= 0
        && pieces.get(last).content() instanceof Content.Text before
        && pieces.get(last).attributes().equals(attributes)) {
      written = before.text() + written;
      pieces.remove(last);
    }
    pieces.add(new DeltaPiece(new Content.Text(written), attributes));
  }

  @Override
  public void text(String run) {
    text.append(run);
  }

  @Override
  public void format(String key, String json) {
    if (!formatted) {
      return;
    }
    AnyValue value = JsonReader.read(json);
    AnyValue current = attributes.getOrDefault(key, AnyValue.Constant.NULL);
    if (value.equals(current)) {
      return;
    }
    endText();
    if (value == AnyValue.Constant.NULL) {
      attributes.remove(key);
    } else {
      attributes.put(key, value);
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
