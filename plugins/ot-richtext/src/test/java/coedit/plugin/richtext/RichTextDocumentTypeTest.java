package coedit.plugin.richtext;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coedit.model.DocumentId;
import coedit.model.Payload;
import coedit.spi.DocumentState;
import coedit.spi.DocumentType;
import coedit.spi.RefusedException;
import coedit.testkit.DocumentTypeContract;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RichTextDocumentTypeTest extends DocumentTypeContract {

  private static final String DELTA = "application/vnd.quill.delta+json";

  @Override
  protected DocumentType type() {
    return new RichTextDocumentType();
  }

  @Override
  protected Payload randomOperation(DocumentState state, Random random) {
    return DeltaWriter.payload(RandomEdits.on((RichTextState) state, random));
  }

  @Override
  protected List<Payload> malformedOperations() {
    return Shapes.MALFORMED.stream().map(Deltas::payload).toList();
  }

  @Override
  protected List<Payload> malformedContents() {
    return List.of(
        Deltas.payload(""),
        Deltas.payload("{}"),
        Deltas.payload("[{'retain':1}]"),
        Deltas.payload("[{'insert':'a'},{'delete':1}]"),
        Deltas.payload("[{'insert':'a'}] x"));
  }

  @Test
  void aDeltaOrAFileBecomesTheFirstOperation() {
    Payload bare = Deltas.payload("[{'insert':'a','attributes':{'bold':true}}]");
    assertEquals(bare, imported(bare, DELTA));
    assertEquals(bare, imported(Payload.ofUtf8("{\"ops\": " + bare.utf8() + " }"), DELTA));
    assertEquals(
        Deltas.payload("[{'insert':'a\\nb'}]"), imported(Payload.ofUtf8("a\r\nb"), "text/plain"));
    assertEquals(0, imported(Payload.ofUtf8("{\"ops\":[]}"), DELTA).size());
    for (String bad : List.of("{}", "{'ops':7}", "{'ops':[],'x':1}", "[{'retain':1}]", "[] []")) {
      assertThrows(RefusedException.class, () -> imported(Deltas.payload(bad), DELTA), bad);
    }
    DocumentState state = type().empty().apply(bare);
    Payload exported = type().export(state, DELTA).orElseThrow();
    assertEquals(bare, imported(exported, DELTA));
  }

  private Payload imported(Payload content, String mediaType) {
    DocumentId id = new DocumentId(new UUID(1, 2));
    return type().imported(content, mediaType, id).orElseThrow();
  }
}
