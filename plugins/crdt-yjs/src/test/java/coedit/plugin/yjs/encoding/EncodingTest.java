package coedit.plugin.yjs.encoding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coedit.model.Payload;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** lib0's primitives, against bytes written down from the reference. */
class EncodingTest {

  @ParameterizedTest
  @ValueSource(
      longs = {
        0,
        1,
        127,
        128,
        16383,
        16384,
        0x1fffff,
        0x200000,
        0xffffffffL,
        1L << 42,
        (1L << 49) - 1,
        1L << 49,
        (1L << 53) - 1
      })
  void unsignedIntegersReadAsWritten(long value) {
    ByteWriter out = new ByteWriter(1);
    out.writeVarUint(value);
    int size = out.size();
    for (int more = 0; more < 10; more++) {
      ByteReader in = new ByteReader(out.toBytes());
      assertEquals(value, in.readVarUint());
      assertEquals(size, in.position());
      out.writeByte(more * 25);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ffffffffffffff10", "ffffffffffffffff01", "80808080808080808000"})
  void refusesIntegersOfMoreThan53Bits(String hex) {
    assertThrows(MalformedUpdateException.class, () -> reader(hex).readVarUint());
  }

  @Test
  void signedIntegersKeepNegativeZero() {
    for (double value : new double[] {0, -0.0, 1, -1, 63, 64, -64, 8191, 8192, -(1L << 52), 5e15}) {
      ByteWriter out = new ByteWriter();
      out.writeVarInt(value);
      double read = new ByteReader(out.toBytes()).readVarInt();
      assertEquals(Double.doubleToLongBits(value), Double.doubleToLongBits(read));
    }
  }

  @Test
  void refusesEveryTruncation() {
    ByteWriter out = new ByteWriter();
    someValue().write(out);
    byte[] whole = out.toBytes();
    for (int end = 0; end < whole.length; end++) {
      ByteReader in = new ByteReader(whole, 0, end);
      assertThrows(MalformedUpdateException.class, () -> AnyValue.read(in));
      ByteReader again = new ByteReader(whole, 0, end);
      assertThrows(MalformedUpdateException.class, () -> AnyValue.skip(again));
    }
  }

  @Test
  void anyValuesReadAsWritten() {
    ByteWriter out = new ByteWriter();
    someValue().write(out);
    assertEquals(someValue(), AnyValue.read(new ByteReader(out.toBytes())));
    ByteReader in = new ByteReader(out.toBytes());
    AnyValue.skip(in);
    assertEquals(0, in.remaining());
  }

  @Test
  void numbersAreWrittenAsTheReferenceWritesThem() {
    assertEquals("7d01", hex(new AnyValue.Numeric(1)));
    assertEquals("7d40", hex(new AnyValue.Numeric(-0.0)));
    assertEquals("7c4f000000", hex(new AnyValue.Numeric(2147483648.0)));
    assertEquals("7c3fc00000", hex(new AnyValue.Numeric(1.5)));
    assertEquals("7b3fb999999999999a", hex(new AnyValue.Numeric(0.1)));
    assertEquals("7b7ff8000000000000", hex(new AnyValue.Numeric(Double.NaN)));
    assertEquals("7affffffffffffffff", hex(new AnyValue.BigInt(-1)));
  }

  @Test
  void refusesValuesThatNestTooDeep() {
    byte[] deep = HexFormat.of().parseHex("7501".repeat(AnyValue.MAX_DEPTH + 1) + "7e");
    assertThrows(MalformedUpdateException.class, () -> AnyValue.skip(new ByteReader(deep)));
    assertThrows(MalformedUpdateException.class, () -> AnyValue.read(new ByteReader(deep)));
  }

  @Test
  void refusesCountsThatTheBytesLeftCannotHold() {
    assertThrows(MalformedUpdateException.class, () -> AnyValue.read(reader("75ffffffff0f")));
    assertThrows(MalformedUpdateException.class, () -> AnyValue.read(reader("76ffffffff0f")));
    assertThrows(MalformedUpdateException.class, () -> reader("ffffffff0f").readString());
    assertThrows(MalformedUpdateException.class, () -> reader("ffffffff0f").readByteArray());
  }

  @Test
  void loneSurrogatesBecomeReplacementCharacters() {
    ByteWriter out = new ByteWriter();
    out.writeString("a\ud83d\ud83d\ude00\ude00");
    assertEquals("a\ufffd\ud83d\ude00\ufffd", new ByteReader(out.toBytes()).readString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"80", "c080", "c1bf", "e08080", "eda080", "f0808080", "f4908080", "c3"})
  void refusesWhatIsNotUtf8(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    assertThrows(MalformedUpdateException.class, () -> Utf8.utf16Length(bytes, 0, bytes.length));
  }

  @Test
  void countsUnitsAsJavaDoes() {
    Random random = new Random(7);
    for (int round = 0; round < 2_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(6); i > 0; i--) {
        int point = random.nextInt(1 << (7 + random.nextInt(14)));
        if (Character.isValidCodePoint(point) && (point & ~0x7ff) != 0xd800) {
          text.appendCodePoint(point);
        }
      }
      byte[] utf8 = text.toString().getBytes(StandardCharsets.UTF_8);
      assertEquals(text.length(), Utf8.utf16Length(utf8, 0, utf8.length));
      for (int unit = 0; unit <= text.length(); unit++) {
        boolean cut = unit > 0 && unit < text.length() && cutsPair(text, unit);
        int whole = cut ? unit - 1 : unit;
        int index = text.substring(0, whole).getBytes(StandardCharsets.UTF_8).length;
        assertEquals(cut ? ~index : index, Utf8.indexOfUnit(utf8, 0, unit));
      }
    }
  }

  @Test
  void byteArraysReadAsWritten() {
    ByteWriter out = new ByteWriter();
    out.writeByteArray(new byte[] {1, 2, 3});
    assertArrayEquals(new byte[] {1, 2, 3}, new ByteReader(out.toBytes()).readByteArray());
  }

  private static boolean cutsPair(CharSequence text, int unit) {
    return Character.isHighSurrogate(text.charAt(unit - 1))
        && Character.isLowSurrogate(text.charAt(unit));
  }

  private static AnyValue someValue() {
    Map<String, AnyValue> entries = new LinkedHashMap<>();
    entries.put("b", AnyValue.Constant.UNDEFINED);
    entries.put(
        "a", new AnyValue.Elements(List.of(AnyValue.Constant.NULL, AnyValue.Constant.TRUE)));
    entries.put("n", new AnyValue.Numeric(-1234.0));
    entries.put("f", new AnyValue.Numeric(0.25));
    entries.put("d", new AnyValue.Numeric(Math.PI));
    entries.put("i", new AnyValue.BigInt(Long.MIN_VALUE));
    entries.put("t", new AnyValue.Text("h\u00e9\ud83d\ude00"));
    entries.put("x", new AnyValue.Bytes(Payload.wrap(new byte[] {9, 8})));
    entries.put("o", new AnyValue.Entries(Map.of("k", AnyValue.Constant.FALSE)));
    return new AnyValue.Entries(entries);
  }

  private static String hex(AnyValue value) {
    ByteWriter out = new ByteWriter();
    value.write(out);
    return HexFormat.of().formatHex(out.toBytes());
  }

  private static ByteReader reader(String hex) {
    return new ByteReader(HexFormat.of().parseHex(hex));
  }
}
