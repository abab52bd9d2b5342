package coedit.plugin.richtext;

import coedit.model.Payload;
import coedit.spi.DocumentState;
import coedit.spi.DocumentType;
import coedit.testkit.DocumentTypeContract;
import java.util.List;
import java.util.Random;

class RichTextDocumentTypeTest extends DocumentTypeContract {

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
}
