package coedit.plugin.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coedit.model.ErrorCode;
import coedit.model.Payload;
import coedit.spi.CorruptPayloadException;
import coedit.spi.Resolution;
import coedit.testkit.History;
import coedit.testkit.Submissions;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextStateTest {

  private final History history = new History(new TextDocumentType());

  @Test
  void contentIsTheTextAsAJsonString() {
    submit(1, 0, "[\"\\u0001\\\"\\\\/\\b\\f\\n\\r\\t\\u007f\\u2028ß😀\"]");
    assertEquals(
        "\"\\u0001\\\"\\\\/\\b\\f\\n\\r\\t\u007f\u2028ß😀\"", history.headState().content().utf8());
  }

  @Test
  void refusesOperationsPastTheHead() {
    submit(1, 0, "[\"a😀c\"]");
    assertRefused(ErrorCode.INVALID_OPERATION, 2, 1, "[4,\"x\"]");
    assertRefused(ErrorCode.INVALID_OPERATION, 2, 1, "[2,{\"d\":2}]");
    submit(2, 1, "[3,\"x\"]");
    assertEquals("\"a😀cx\"", history.headState().content().utf8());
  }

  @Test
  void refusesOperationsPastTheirBaseThatWouldFitTheHead() {
    submit(1, 0, "[\"ab\"]");
    submit(2, 1, "[\"0123456789\"]");
    assertRefused(ErrorCode.INVALID_OPERATION, 3, 1, "[3,\"x\"]");
    submit(3, 1, "[2,\"x\"]");
    assertEquals("\"0123456789abx\"", history.headState().content().utf8());
  }

  @Test
  void acceptsOperationsOnABaseLongerThanTheHead() {
    submit(1, 0, "[\"abcdef\"]");
    submit(2, 1, "[{\"d\":6}]");
    submit(3, 1, "[6,\"x\"]");
    assertEquals("\"x\"", history.headState().content().utf8());
  }

  @Test
  void storesTheNormalFormOfWhatWasSent() {
    submit(1, 0, "[\"a\",\"b\",5]");
    submit(2, 1, "[1,{\"d\":\"b\"}]");
    assertEquals(
        List.of("[\"ab\"]", "[1,{\"d\":1}]"),
        history.payloads().stream().map(Payload::utf8).toList());
  }

  @Test
  void operationWithoutPartsTakesItsPlace() {
    submit(1, 0, "[]");
    assertEquals(1, history.head());
    assertEquals("[]", history.payloads().get(0).utf8());
  }

  @Test
  void refusesTextOverTheMaximum() {
    String most = "x".repeat(TextState.MAX_UNITS - 2);
    submit(1, 0, "[\"" + most + "\"]");
    assertRefused(ErrorCode.TOO_LARGE, 2, 1, "[\"abc\"]");
    assertRefused(ErrorCode.TOO_LARGE, 2, 1, "[\"😀a\"]");
    submit(2, 1, "[\"😀\"]");
    assertRefused(ErrorCode.TOO_LARGE, 3, 2, "[\"a\"]");
    submit(3, 2, "[\"b\",{\"d\":1}]");
    Payload content = history.headState().content();
    assertEquals(content, TextState.open(content).content());
  }

  @Test
  void refusesWhatRebasingMakesTooManyPartsOf() {
    int half = TextFormat.MAX_PARTS / 2;
    submit(1, 0, "[\"" + "x".repeat(4 * half) + "\"]");
    submit(2, 1, "[" + "\"a\",4,".repeat(half - 1) + "\"a\"]");
    String deletes = "[" + "1,{\"d\":2},".repeat(half - 1) + "1,{\"d\":2}]";
    submit(3, 2, "[\"fits\"]");
    assertRefused(ErrorCode.TOO_LARGE, 4, 1, "[2," + deletes.substring(1));
  }

  @Test
  void damagedOperationIsReported() {
    submit(1, 0, "[\"abc\"]");
    for (String damaged : List.of("[4,\"x\"]", "[\"x\"", "[\"\\ud83d\"]")) {
      assertThrows(
          CorruptPayloadException.class,
          () -> history.headState().apply(Payload.ofUtf8(damaged)),
          damaged);
    }
  }

  private void submit(long client, long base, String operation) {
    Resolution resolution = resolve(client, base, operation);
    assertInstanceOf(Resolution.Apply.class, resolution, resolution::toString);
    history.submit(Submissions.of(client, base, Payload.ofUtf8(operation)));
  }

  private void assertRefused(ErrorCode code, long client, long base, String operation) {
    Resolution resolution = resolve(client, base, operation);
    assertEquals(code, assertInstanceOf(Resolution.Refuse.class, resolution).code());
  }

  private Resolution resolve(long client, long base, String operation) {
    return history.resolve(Submissions.of(client, base, Payload.ofUtf8(operation)));
  }
}
