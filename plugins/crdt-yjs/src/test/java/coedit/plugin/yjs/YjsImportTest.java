package coedit.plugin.yjs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.model.DocumentId;
import coedit.model.ErrorCode;
import coedit.model.Payload;
import coedit.spi.DocumentState;
import coedit.spi.DocumentType;
import coedit.spi.RefusedException;
import coedit.spi.Resolution;
import coedit.testkit.Submissions;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class YjsImportTest {

  private static final DocumentId DOCUMENT = new DocumentId(new UUID(7, 11));
  private static final String DELTA = "application/vnd.quill.delta+json";
  private static final String PROSEMIRROR = "application/vnd.prosemirror.doc+json";

  private final DocumentType type = new YjsDocumentType();

  private Payload imported(Payload content, String mediaType) {
    return type.imported(content, mediaType, DOCUMENT).orElseThrow();
  }

  /** The document that begins with this content, in another form. */
  private String asSeen(Payload content, String mediaType, String form) {
    Payload first = imported(content, mediaType);
    Resolution resolution =
        type.strategy().resolve(type.empty(), Submissions.of(1, 0, first), List.of());
    DocumentState state = assertInstanceOf(Resolution.Apply.class, resolution).next();
    return type.export(state, form).orElseThrow().utf8();
  }

  private String asSeen(String content, String mediaType, String form) {
    return asSeen(Payload.ofUtf8(content.replace('\'', '"')), mediaType, form);
  }

  @Test
  void plainTextIsTheTextOfTheRootThatIsMeant() {
    assertEquals("one\ntwo 😀", asSeen("\ufeffone\r\ntwo 😀", "text/plain", "text/plain"));
    assertEquals(
        "{\"notes\":\"x\"}".replace('\'', '"'),
        asSeen("x", "text/plain;root=notes", "application/json"));
  }

  @Test
  void aDeltaComesBackAsItWas() {
    String delta =
        "{'ops':[{'insert':'plain '},{'insert':'bold','attributes':{'bold':true}},"
            + "{'insert':' and ','attributes':{'bold':true,'link':'https://x.org'}},"
            + "{'insert':{'image':'https://x.org/i.png'}},{'insert':'end\\n'},"
            + "{'insert':'\\n','attributes':{'header':1}}]}";
    assertEquals(delta.replace('\'', '"'), asSeen(delta, DELTA, DELTA));
  }

  @Test
  void jsonBecomesSharedTypesAndComesBackAsItWas() {
    String json =
        "{'board':{'done':false,'cards':[{'title':'a'},1,2,['x'],null],'empty':{}},"
            + "'log':[1,'two',{'three':3}],'text':'words'}";
    String sorted =
        "{'board':{'cards':[{'title':'a'},1,2,['x'],null],'done':false,'empty':{}},"
            + "'log':[1,'two',{'three':3}],'text':'words'}";
    assertEquals(sorted.replace('\'', '"'), asSeen(json, "application/json", "application/json"));
    assertEquals(
        "{\"list\":[1,2]}", asSeen("[1,2]", "application/json;root=list", "application/json"));
  }

  @Test
  void aProseMirrorDocumentIsWhatItsBindingWouldWrite() {
    String document =
        "{'type':'doc','content':["
            + "{'type':'heading','attrs':{'level':2,'id':null},'content':[{'type':'text','text':'T'}]},"
            + "{'type':'paragraph','content':[{'type':'text','text':'a '},"
            + "{'type':'text','text':'b','marks':[{'type':'bold'},"
            + "{'type':'link','attrs':{'href':'https://x.org'}}]},{'type':'hardBreak'},"
            + "{'type':'text','text':'c'}]},{'type':'paragraph'}]}";
    assertEquals(
        "<h2>T</h2>\n<p>a <a rel=\"noopener\" href=\"https://x.org\"><strong>b</strong></a>"
            + "<br>c</p>\n<p><br></p>\n",
        asSeen(document, PROSEMIRROR, "text/html"));
    assertTrue(
        asSeen(document, PROSEMIRROR, "application/json").startsWith("{\"default\":"), document);
    String back = document.replace(",'id':null", "");
    assertEquals(back.replace('\'', '"'), asSeen(document, PROSEMIRROR, PROSEMIRROR));
  }

  @Test
  void anUpdateIsTakenInEitherFormat() {
    byte[] v1 = HexFormat.of().parseHex("0101010004010174026162" + "00");
    assertEquals("ab", asSeen(Payload.wrap(v1), "application/vnd.yjs.update-v1", "text/plain"));
    // What Y.encodeStateAsUpdateV2 writes of the same document.
    Payload v2 =
        Payload.wrap(HexFormat.of().parseHex("0000010100000104060374616201020101000001010000"));
    assertEquals("ab", asSeen(v2, "application/vnd.yjs.update-v2", "text/plain"));
    Resolution sent = type.strategy().resolve(type.empty(), Submissions.of(1, 0, v2), List.of());
    Resolution.Refuse refused = assertInstanceOf(Resolution.Refuse.class, sent);
    assertTrue(refused.reason().contains("format v2"), refused.reason());
  }

  @Test
  void theSameContentOfTheSameDocumentGivesTheSameBytes() {
    Payload content = Payload.ofUtf8("words");
    assertEquals(imported(content, "text/plain"), imported(content, "text/plain"));
    DocumentId other = new DocumentId(new UUID(7, 12));
    assertTrue(
        !imported(content, "text/plain")
            .equals(type.imported(content, "text/plain", other).orElseThrow()),
        "two documents are written in by one client");
  }

  @Test
  void nothingIsTheEmptyDocument() {
    for (String[] empty :
        new String[][] {
          {"", "text/plain"},
          {"[]", DELTA},
          {"{}", "application/json"},
          {"{'type':'doc'}", PROSEMIRROR}
        }) {
      Payload first = imported(Payload.ofUtf8(empty[0].replace('\'', '"')), empty[1]);
      assertInstanceOf(
          Resolution.NoChange.class,
          type.strategy().resolve(type.empty(), Submissions.of(1, 0, first), List.of()),
          empty[1]);
    }
  }

  @Test
  void contentOfAnotherFormIsRefusedWithItsReason() {
    for (String[] bad :
        new String[][] {
          {"{", DELTA},
          {"7", DELTA},
          {"[{'retain':1}]", DELTA},
          {"[{'insert':'a','attributes':7}]", DELTA},
          {"[]", "application/json"},
          {"{'a':1}", "application/json"},
          {"{'type':'paragraph'}", PROSEMIRROR},
          {"{'type':'doc','content':[{'content':[]}]}", PROSEMIRROR},
          {"[".repeat(200) + "]".repeat(200), "application/json"},
          {"no update", "application/vnd.yjs.update-v2"}
        }) {
      Payload content = Payload.ofUtf8(bad[0].replace('\'', '"'));
      RefusedException refused =
          assertThrows(RefusedException.class, () -> imported(content, bad[1]), bad[0]);
      assertEquals(ErrorCode.INVALID_OPERATION, refused.code(), bad[0]);
    }
    Payload latin = Payload.wrap(new byte[] {'a', (byte) 0xe9});
    assertEquals(
        ErrorCode.INVALID_TEXT,
        assertThrows(RefusedException.class, () -> imported(latin, "text/plain")).code());
    assertTrue(type.imported(latin, "image/png", DOCUMENT).isEmpty());
  }
}
