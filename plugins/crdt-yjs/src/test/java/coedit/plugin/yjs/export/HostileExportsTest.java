package coedit.plugin.yjs.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.plugin.yjs.encoding.ByteWriter;
import coedit.plugin.yjs.open.CapacityException;
import coedit.plugin.yjs.open.OpenDocument;
import coedit.plugin.yjs.read.Allowance;
import coedit.plugin.yjs.read.Contents;
import coedit.plugin.yjs.update.Struct;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Documents that stand for more than they say: their exports cost what they hold, or are refused.
 */
@Timeout(20)
class HostileExportsTest {

  /** One client's structs, each behind the one before, in the root "text". */
  private static final class Typed {
    private final ByteWriter structs = new ByteWriter();
    private int count;
    private int clock;

    private void begin(int kind) {
      structs.writeByte(clock == 0 ? kind : kind | Struct.HAS_ORIGIN);
      if (clock == 0) {
        structs.writeByte(1);
        structs.writeString("text");
      } else {
        structs.writeVarUint(1);
        structs.writeVarUint(clock - 1);
      }
      count++;
    }

    Typed text(String text) {
      begin(Struct.STRING);
      structs.writeString(text);
      clock += text.length();
      return this;
    }

    Typed format(String key, String json) {
      begin(Struct.FORMAT);
      structs.writeString(key);
      structs.writeString(json);
      clock++;
      return this;
    }

    OpenDocument open() {
      ByteWriter out = new ByteWriter();
      out.writeVarUint(1);
      out.writeVarUint(count);
      out.writeVarUint(1);
      out.writeVarUint(0);
      out.writeAll(structs);
      out.writeVarUint(0);
      OpenDocument document = new OpenDocument();
      document.apply(out.toBytes());
      return document;
    }
  }

  private static String export(OpenDocument document, String mediaType) {
    return Exports.export(document, mediaType, Optional.of("text")).orElseThrow();
  }

  /** Each of many pieces has each of many formats. */
  @ParameterizedTest
  @ValueSource(strings = {Exports.DELTA, Exports.HTML, Exports.MARKDOWN})
  void manyPiecesOfManyFormatsAreRefused(String mediaType) {
    Typed typed = new Typed();
    for (int key = 0; key < 10_000; key++) {
      typed.format("key" + key, "1");
    }
    for (int piece = 0; piece < 4_000; piece++) {
      typed.text("x").format("bold", piece % 2 == 0 ? "true" : "null");
    }
    OpenDocument document = typed.open();
    assertThrows(CapacityException.class, () -> export(document, mediaType));
    assertEquals(4_000, export(document, Exports.TEXT).length());
  }

  @ParameterizedTest
  @ValueSource(strings = {Exports.DELTA, Exports.HTML, Exports.MARKDOWN})
  void aLongValueIsNotRepeatedForEver(String mediaType) {
    Typed typed = new Typed().format("link", "\"https://" + "x".repeat(100_000) + "\"");
    for (int piece = 0; piece < 4_000; piece++) {
      typed.text("x").format("bold", piece % 2 == 0 ? "true" : "null");
    }
    OpenDocument document = typed.open();
    assertThrows(CapacityException.class, () -> export(document, mediaType));
  }

  @Test
  void aLongValueIsNotRepeatedForEveryLineEither() {
    Typed typed = new Typed().format("link", "\"https://" + "x".repeat(100_000) + "\"");
    OpenDocument document = typed.text("a\n".repeat(10_000)).open();
    assertThrows(CapacityException.class, () -> export(document, Exports.HTML));
    assertThrows(CapacityException.class, () -> export(document, Exports.MARKDOWN));
    assertEquals(20_000, export(document, Exports.TEXT).length());
  }

  @Test
  void manyFormatsOverManyLinesAreLookedAtOnce() {
    Typed typed = new Typed();
    for (int key = 0; key < 50_000; key++) {
      typed.format("key" + key, "1");
    }
    OpenDocument document = typed.text("a\n".repeat(500_000)).open();
    assertTrue(export(document, Exports.HTML).startsWith("<p>a</p>\n<p>a</p>\n"));
  }

  @Test
  void marksThatChangeNothingInTheEndLeaveOneText() {
    Typed typed = new Typed();
    for (int piece = 0; piece < 200_000; piece++) {
      typed.text("x").format("bold", "true").format("bold", "null");
    }
    OpenDocument document = typed.open();
    assertEquals(1, Contents.delta(document.root("text"), new Allowance()).size());
    assertEquals("x".repeat(200_000), export(document, Exports.TEXT));
  }

  @Test
  void aRowOfLineFeedsInAHeadingIsNoMatterOfDepth() {
    ByteWriter out = new ByteWriter();
    out.writeVarUint(1);
    out.writeVarUint(3);
    out.writeVarUint(1);
    out.writeVarUint(0);
    out.writeByte(Struct.TYPE);
    out.writeByte(1);
    out.writeString("text");
    out.writeVarUint(Struct.TYPE_XML_ELEMENT);
    out.writeString("heading");
    out.writeByte(Struct.TYPE);
    out.writeByte(0);
    out.writeVarUint(1);
    out.writeVarUint(0);
    out.writeVarUint(6);
    out.writeByte(Struct.STRING);
    out.writeByte(0);
    out.writeVarUint(1);
    out.writeVarUint(1);
    out.writeString("a" + "\n".repeat(100_000) + "b");
    out.writeVarUint(0);
    OpenDocument document = new OpenDocument();
    document.apply(out.toBytes());
    assertEquals("# a b\n", export(document, Exports.MARKDOWN));
  }
}
