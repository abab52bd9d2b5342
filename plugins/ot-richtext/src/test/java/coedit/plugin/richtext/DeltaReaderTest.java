package coedit.plugin.richtext;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.model.ErrorCode;
import coedit.model.Payload;
import coedit.spi.RefusedException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeltaReaderTest {

  static Stream<String> malformed() {
    return Shapes.MALFORMED.stream();
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void refusesWhatIsNoDelta(String json) {
    Payload payload = Deltas.payload(json);
    RefusedException refused =
        assertThrows(RefusedException.class, () -> DeltaReader.read(payload));
    assertEquals(ErrorCode.INVALID_OPERATION, refused.code());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "[{\"insert\":\"a\"},{\"insert\":\"b\"}]",
        "[{\"delete\":1},{\"insert\":\"after a delete\"}]",
        "[{\"retain\":2147483647}]",
        "[{\"retain\":1,\"attributes\":{\"z\":null,\"a\":[1,2.5,{\"k\":[]}],\"m\":false}}]",
        "[{\"insert\":{\"image\":\"u\",\"other\":{}}}]",
        "[{\"insert\":\"\\u0001\\n\\t\\\"\\\\ é中😀 \\ud83d\"}]",
      })
  void writesWhatItReadInTheOrderReceived(String json) {
    assertEquals(json, DeltaWriter.payload(DeltaReader.read(Payload.ofUtf8(json))).utf8());
  }

  @Test
  void takesEmptyAttributesAsNone() {
    assertEquals(
        Deltas.delta("[{'insert':'a'}]"), Deltas.delta("[{'insert':'a','attributes':{}}]"));
  }

  @Test
  void oneAndOnePointZeroAreOneNumber() {
    assertEquals(
        Deltas.delta("[{'retain':1,'attributes':{'x':1}}]"),
        Deltas.delta("[{'attributes':{'x':1.0},'retain':1}]"));
  }

  @Test
  void equalityOfAttributesIgnoresTheirOrder() {
    assertEquals(
        Deltas.delta("[{'retain':1,'attributes':{'a':1,'b':{'c':1,'d':2}}}]"),
        Deltas.delta("[{'retain':1,'attributes':{'b':{'d':2,'c':1},'a':1}}]"));
  }

  /** CESU-8: two halves of a pair, each as three bytes. Lenient decoders join them. */
  @Test
  void refusesBytesThatAreNotUtf8() {
    byte[] bytes = Deltas.payload("[{'insert':'xxxxxx'}]").toBytes();
    int[] halves = {0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80};
    for (int i = 0; i < halves.length; i++) {
      bytes[12 + i] = (byte) halves[i];
    }
    assertThrows(RefusedException.class, () -> DeltaReader.read(Payload.wrap(bytes)));
  }

  @Test
  void refusesOtherEncodings() {
    byte[] utf16 = "[]".getBytes(java.nio.charset.StandardCharsets.UTF_16);
    assertThrows(RefusedException.class, () -> DeltaReader.read(Payload.wrap(utf16)));
  }

  @Test
  void boundsTheDepth() {
    String open = "[{'retain':1,'attributes':{'x':";
    int inside = DeltaReader.MAX_DEPTH - 3;
    assertEquals(1, Deltas.delta(open + "[".repeat(inside) + "]".repeat(inside) + "}}]").size());
    Payload deeper = Deltas.payload(open + "[".repeat(inside + 1) + "]".repeat(inside + 1) + "}}]");
    assertThrows(RefusedException.class, () -> DeltaReader.read(deeper));
    Payload hostile = Deltas.payload("[".repeat(1_000_000));
    assertThrows(RefusedException.class, () -> DeltaReader.read(hostile));
  }

  @Test
  void namesTheFieldItDoesNotKnow() {
    Payload payload = Deltas.payload("[{'move':1}]");
    RefusedException refused =
        assertThrows(RefusedException.class, () -> DeltaReader.read(payload));
    assertTrue(refused.reason().contains("move"), refused.reason());
  }
}
