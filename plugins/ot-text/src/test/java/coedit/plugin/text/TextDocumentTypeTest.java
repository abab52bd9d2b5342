package coedit.plugin.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coedit.model.DocumentId;
import coedit.model.Payload;
import coedit.spi.DocumentState;
import coedit.spi.DocumentType;
import coedit.spi.RefusedException;
import coedit.testkit.DocumentTypeContract;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TextDocumentTypeTest extends DocumentTypeContract {

  private static final DocumentId DOCUMENT = new DocumentId(new UUID(1, 2));

  @Override
  protected DocumentType type() {
    return new TextDocumentType();
  }

  @Override
  protected Payload randomOperation(DocumentState state, Random random) {
    TextOperation operation = RandomTextOperations.on(((TextState) state).length(), random);
    return new TextAlgebra().encode(operation);
  }

  @Override
  protected List<Payload> malformedOperations() {
    return Stream.of("", "null", "[", "{}", "[0]", "[-1,\"a\"]", "[\"\"]", "[2147483647]x")
        .map(Payload::ofUtf8)
        .toList();
  }

  @Override
  protected List<Payload> malformedContents() {
    return Stream.of("", "abc", "[]", "\"a\" 1", "\"\\ud83d\"", "\"\\u0000\"", "\"a")
        .map(Payload::ofUtf8)
        .toList();
  }

  @Test
  void exportsThePlainTextAndItsJsonForm() {
    DocumentState state = type().empty().apply(Payload.ofUtf8("[\"tab\\t😀\"]"));
    assertEquals("tab\t😀", type().export(state, "text/plain").orElseThrow().utf8());
    assertEquals("\"tab\\t😀\"", type().export(state, "application/json").orElseThrow().utf8());
    assertEquals(List.of("text/plain", "application/json"), List.copyOf(type().exports()));
  }

  @Test
  void aFileBecomesTheFirstOperation() {
    assertEquals("[\"a\\nb😀\"]", imported("\ufeffa\r\nb😀").utf8());
    assertEquals(0, imported("").size());
    assertThrows(RefusedException.class, () -> imported("a\0b"));
    assertEquals(
        Optional.empty(), type().imported(Payload.ofUtf8("a"), "application/json", DOCUMENT));
  }

  private Payload imported(String file) {
    return type().imported(Payload.ofUtf8(file), "text/plain", DOCUMENT).orElseThrow();
  }
}
