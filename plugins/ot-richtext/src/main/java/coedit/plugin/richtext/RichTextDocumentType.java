package coedit.plugin.richtext;

import coedit.model.DocumentId;
import coedit.model.Payload;
import coedit.model.Snapshot;
import coedit.spi.ConflictStrategy;
import coedit.spi.CorruptPayloadException;
import coedit.spi.DocumentState;
import coedit.spi.DocumentType;
import coedit.spi.OtStrategy;
import coedit.spi.PlainText;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Rich text as Quill edits it: operations are deltas, a document is a delta of inserts. */
public final class RichTextDocumentType implements DocumentType {

  private static final int VERSION = 1;

  private static final String TEXT = "text/plain";
  private static final String JSON = "application/json";
  private static final String DELTA = "application/vnd.quill.delta+json";

  private final ConflictStrategy strategy = new OtStrategy<>(new DeltaAlgebra());

  @Override
  public String id() {
    return "richtext";
  }

  @Override
  public int version() {
    return VERSION;
  }

  @Override
  public int formatVersion() {
    return VERSION;
  }

  @Override
  public DocumentState empty() {
    return RichTextState.EMPTY;
  }

  @Override
  public DocumentState open(Snapshot snapshot) {
    if (snapshot.typeVersion() != VERSION) {
      throw new CorruptPayloadException("written by version " + snapshot.typeVersion());
    }
    return RichTextState.open(snapshot.content());
  }

  @Override
  public ConflictStrategy strategy() {
    return strategy;
  }

  @Override
  public Set<String> exports() {
    return new LinkedHashSet<>(List.of(TEXT, JSON, DELTA, "text/html", "text/markdown"));
  }

  @Override
  public Optional<Payload> export(DocumentState state, String mediaType) {
    RichTextState richText = (RichTextState) state;
    return switch (mediaType) {
      case TEXT -> Optional.of(Payload.ofUtf8(plainText(richText)));
      case JSON -> Optional.of(richText.content());
      case DELTA -> Optional.of(Payload.ofUtf8("{\"ops\":" + richText.content().utf8() + "}"));
      case "text/html" -> Optional.of(Payload.ofUtf8(HtmlWriter.write(richText)));
      case "text/markdown" -> Optional.of(Payload.ofUtf8(MarkdownWriter.write(richText)));
      default -> Optional.empty();
    };
  }

  @Override
  public Set<String> imports() {
    return new LinkedHashSet<>(List.of(DELTA, JSON, TEXT));
  }

  @Override
  public Optional<Payload> imported(Payload content, String mediaType, DocumentId document) {
    return switch (mediaType) {
      case DELTA, JSON -> Optional.of(first(DeltaReader.readDocument(content)));
      case TEXT -> Optional.of(first(ofText(PlainText.ofFile(content))));
      default -> Optional.empty();
    };
  }

  private static DeltaOperation ofText(String text) {
    DeltaBuilder out = new DeltaBuilder();
    if (!text.isEmpty()) {
      out.insert(text, Attributes.NONE);
    }
    return out.build();
  }

  private static Payload first(DeltaOperation operation) {
    return operation.size() == 0 ? Payload.wrap(new byte[0]) : DeltaWriter.payload(operation);
  }

  /** The text alone: no attributes, and nothing in place of an embed. */
  private static String plainText(RichTextState state) {
    StringBuilder out = new StringBuilder(state.length());
    state
        .runs()
        .forEach(
            run -> {
              if (run.content() instanceof String text) {
                out.append(text);
              }
            });
    return out.toString();
  }
}
