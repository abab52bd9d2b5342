package coedit.plugin.yjs.open;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coedit.model.Payload;
import coedit.plugin.yjs.YjsDocumentType;
import coedit.plugin.yjs.open.OpenOracle.History;
import coedit.plugin.yjs.open.SharedType.Kind;
import coedit.plugin.yjs.read.Json;
import coedit.spi.DocumentState;
import coedit.testkit.Seeds;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the document type stores without opening anything opens to what Yjs has. */
class CanonicalStateTest {

  private static final int ROUNDS = 30;

  @Test
  void theStoredFormOpensToWhatYjsHas() throws IOException, InterruptedException {
    YjsDocumentType type = new YjsDocumentType();
    OpenOracle oracle = new OpenOracle();
    Seeds.forEach("theStoredFormOpensToWhatYjsHas", ROUNDS, seed -> compare(type, oracle, seed));
    oracle.close();
    assertEquals(Optional.empty(), export(type, type.empty(), "image/png"));
  }

  private static void compare(YjsDocumentType type, OpenOracle oracle, long seed) {
    History history = oracle.history(seed, true, "causal");
    DocumentState state = type.empty();
    for (byte[] update : history.updates()) {
      state = state.apply(Payload.wrap(update));
    }
    OpenDocument document = new OpenDocument();
    document.apply(state.content().unsafeBytes());
    document.checkInvariants();
    String[] views = oracle.ask("view");
    assertEquals(views[0], Json.delta(document.root("text")), "seed " + seed);
    assertEquals(views[1], Json.of(document.root("array"), Kind.ARRAY), "seed " + seed);
    assertEquals(views[2], Json.of(document.root("map"), Kind.MAP), "seed " + seed);
    assertEquals(views[3], Json.of(document.root("xml"), Kind.XML_FRAGMENT), "seed " + seed);
    assertEquals("same", oracle.compare(document.encodeState()), "seed " + seed);
    assertEquals(
        Optional.of(history.text()), export(type, state, "text/plain;root=text"), "seed " + seed);
    String array = export(type, state, "application/json;root=array").orElseThrow();
    // An empty root looks like an empty text.
    assertEquals(views[1], array.equals("\"\"") ? "[]" : array, "seed " + seed);
  }

  private static Optional<String> export(
      YjsDocumentType type, DocumentState state, String mediaType) {
    return type.export(state, mediaType).map(Payload::utf8);
  }
}
