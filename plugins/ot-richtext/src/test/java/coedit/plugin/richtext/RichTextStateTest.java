package coedit.plugin.richtext;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coedit.model.ErrorCode;
import coedit.model.Payload;
import coedit.model.Snapshot;
import coedit.spi.CorruptPayloadException;
import coedit.spi.RefusedException;
import coedit.spi.Resolution;
import coedit.testkit.History;
import coedit.testkit.Submissions;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RichTextStateTest {

  private final History history = new History(new RichTextDocumentType());

  @Test
  void anEmptyDocumentIsAnEmptyArray() {
    assertEquals("[]", RichTextState.EMPTY.content().utf8());
  }

  @Test
  void contentIsEqualHoweverTheDocumentCameToBe() {
    RichTextState typed =
        state("[{'insert':'a','attributes':{'italic':true,'bold':true}}]")
            .apply(
                Deltas.delta(
                    "[{'retain':1},{'insert':'b','attributes':{'bold':true,'italic':true}}]"));
    RichTextState formatted =
        state("[{'insert':'ab','attributes':{'color':'red'}}]")
            .apply(Deltas.delta("[{'retain':2,'attributes':{'bold':true,'color':null}}]"))
            .apply(Deltas.delta("[{'retain':2,'attributes':{'italic':true}}]"));
    assertEquals(
        "[{\"insert\":\"ab\",\"attributes\":{\"bold\":true,\"italic\":true}}]",
        typed.content().utf8());
    assertEquals(typed.content(), formatted.content());
  }

  @Test
  void aRemovalIsNeverStored() {
    RichTextState state =
        state("[{'insert':'a'}]").apply(Deltas.delta("[{'retain':1,'attributes':{'bold':null}}]"));
    assertEquals("[{\"insert\":\"a\"}]", state.content().utf8());
  }

  @Test
  void refusesWhatReachesPastTheEnd() {
    submit(1, 0, "[{'insert':'abc'}]");
    for (String json :
        new String[] {
          "[{'retain':4}]",
          "[{'delete':4}]",
          "[{'retain':2},{'delete':2}]",
          "[{'insert':'x'},{'retain':4,'attributes':{'bold':true}}]"
        }) {
      assertRefused(ErrorCode.INVALID_OPERATION, 1, json);
    }
  }

  /** The base had three units; that the document has eight by now must not hide it. */
  @Test
  void refusesWhatReachesPastTheEndOfItsBase() {
    submit(1, 0, "[{'insert':'abc'}]");
    submit(2, 1, "[{'insert':'12345'}]");
    assertRefused(ErrorCode.INVALID_OPERATION, 1, "[{'retain':4},{'insert':'x'}]");
    assertEquals("[{\"insert\":\"12345abcx\"}]", submit(3, 1, "[{'retain':3},{'insert':'x'}]"));
  }

  @Test
  void refusesToCutASurrogatePair() {
    submit(1, 0, "[{'insert':'a\uD83D\uDE00b'}]");
    for (String json :
        new String[] {
          "[{'retain':2},{'insert':'x'}]",
          "[{'retain':2},{'delete':1}]",
          "[{'delete':2}]",
          "[{'retain':2,'attributes':{'bold':true}}]",
          "[{'retain':1},{'delete':1}]"
        }) {
      assertRefused(ErrorCode.INVALID_TEXT, 1, json);
    }
    assertEquals("[{\"insert\":\"ab\"}]", submit(2, 1, "[{'retain':1},{'delete':2}]"));
  }

  /** Worked example of the README. */
  @Test
  void theEarlierCommittedInsertStandsFirstAndItsAttributeStays() {
    submit(1, 0, "[{'insert':'word'}]");
    submit(2, 1, "[{'retain':4,'attributes':{'color':'red'}},{'insert':'!'}]");
    String content =
        submit(3, 1, "[{'retain':4,'attributes':{'color':'blue','bold':true}},{'insert':'?'}]");
    assertEquals(
        "[{\"insert\":\"word\",\"attributes\":{\"bold\":true,\"color\":\"red\"}},"
            + "{\"insert\":\"!?\"}]",
        content);
    assertEquals(
        "[{\"retain\":4,\"attributes\":{\"bold\":true}},{\"retain\":1},{\"insert\":\"?\"}]",
        history.payloads().get(2).utf8());
  }

  @Test
  void refusesMoreTextThanADocumentMayHave() {
    RichTextState full = state("[{'insert':'" + "x".repeat(RichTextState.MAX_LENGTH) + "'}]");
    DeltaOperation more = Deltas.delta("[{'insert':'x'}]");
    assertEquals(
        ErrorCode.TOO_LARGE, assertThrows(RefusedException.class, () -> full.apply(more)).code());
    assertEquals(
        RichTextState.MAX_LENGTH,
        full.apply(Deltas.delta("[{'delete':1},{'insert':'y'}]")).length());
  }

  @Test
  void refusesMoreFormattingThanADocumentMayHave() {
    DeltaBuilder out = new DeltaBuilder();
    String address = "https://example.org/" + "x".repeat(2_000);
    for (int i = 0; i < 10_000; i++) {
      out.insert("a", Attributes.of(Map.of("link", address + i % 2)));
    }
    DeltaOperation bloated = out.build();
    RefusedException refused =
        assertThrows(RefusedException.class, () -> RichTextState.EMPTY.apply(bloated));
    assertEquals(ErrorCode.TOO_LARGE, refused.code());
  }

  @Test
  void estimatesItsSizeAlongWithEveryEdit() {
    RichTextState state = state("[{'insert':'" + "é\\n".repeat(10_000) + "'}]");
    long actual = state.content().size();
    assertEquals(actual, state.estimatedBytes(), actual * 0.1);
  }

  @Test
  void reportsAnOperationThatDoesNotFitAsCorrupt() {
    Payload payload = Deltas.payload("[{'delete':1}]");
    assertThrows(CorruptPayloadException.class, () -> RichTextState.EMPTY.apply(payload));
  }

  @Test
  void reportsASnapshotOfAnotherVersionAsCorrupt() {
    Snapshot snapshot = new Snapshot(1, 2, Deltas.payload("[]"));
    RichTextDocumentType type = new RichTextDocumentType();
    assertThrows(CorruptPayloadException.class, () -> type.open(snapshot));
  }

  private static RichTextState state(String json) {
    return RichTextState.EMPTY.apply(Deltas.delta(json));
  }

  /** Submits as a client of its own, and answers the content after it. */
  private String submit(long client, long base, String json) {
    assertEquals(1, history.submit(Submissions.of(client, base, Deltas.payload(json))).size());
    return history.headState().content().utf8();
  }

  private void assertRefused(ErrorCode code, long base, String json) {
    Resolution resolution = history.resolve(Submissions.of(99, base, Deltas.payload(json)));
    assertEquals(code, assertInstanceOf(Resolution.Refuse.class, resolution, json).code(), json);
  }
}
