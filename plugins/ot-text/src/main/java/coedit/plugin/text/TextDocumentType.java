package coedit.plugin.text;

import coedit.model.DocumentId;
import coedit.model.Payload;
import coedit.model.Snapshot;
import coedit.spi.ConflictStrategy;
import coedit.spi.DocumentState;
import coedit.spi.DocumentType;
import coedit.spi.OtStrategy;
import coedit.spi.PlainText;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Plain text, edited with text-unicode operations. */
public final class TextDocumentType implements DocumentType {

  private static final String PLAIN = "text/plain";
  private static final String JSON = "application/json";

  private static final Set<String> EXPORTS =
      Collections.unmodifiableSet(new LinkedHashSet<>(List.of(PLAIN, JSON)));

  private final ConflictStrategy strategy = new OtStrategy<>(new TextAlgebra());

  @Override
  public String id() {
    return "text";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public int formatVersion() {
    return 1;
  }

  @Override
  public DocumentState empty() {
    return TextState.EMPTY;
  }

  @Override
  public DocumentState open(Snapshot snapshot) {
    return TextState.open(snapshot.content());
  }

  @Override
  public ConflictStrategy strategy() {
    return strategy;
  }

  @Override
  public Set<String> exports() {
    return EXPORTS;
  }

  @Override
  public Optional<Payload> export(DocumentState state, String mediaType) {
    return switch (mediaType) {
      case PLAIN -> Optional.of(Payload.ofUtf8(((TextState) state).text()));
      case JSON -> Optional.of(state.content());
      default -> Optional.empty();
    };
  }

  @Override
  public Set<String> imports() {
    return Set.of(PLAIN);
  }

  @Override
  public Optional<Payload> imported(Payload content, String mediaType, DocumentId document) {
    if (!mediaType.equals(PLAIN)) {
      return Optional.empty();
    }
    String text = PlainText.ofFile(content);
    if (text.length() > TextState.MAX_UNITS) {
      throw TextState.tooLarge();
    }
    int length = WellFormedText.codePoints(text);
    return Optional.of(
        length == 0
            ? Payload.wrap(new byte[0])
            : Payload.ofUtf8(
                TextFormat.encode(new TextOperation.Builder().insert(text, length).build())));
  }
}
