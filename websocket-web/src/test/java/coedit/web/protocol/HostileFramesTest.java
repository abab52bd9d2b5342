package coedit.web.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import coedit.model.DocumentId;
import coedit.model.ErrorCode;
import coedit.model.Payload;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileFramesTest {

  private static final String D = "0b7e2f4c-8a51-4a7e-9d1b-3c5f6a7b8c9d";
  private static final DocumentId DOCUMENT = new DocumentId(UUID.fromString(D));

  private final MessageCodec codec = new MessageCodec(new DecodeLimits(32, 64, 4096));

  private static String submit(String fields) {
    return "{\"t\":\"submit\",\"d\":\"" + D + "\",\"seq\":8," + fields + "}";
  }

  private void assertRefused(ErrorCode code, String frame) {
    Decoded.Refused refused = assertInstanceOf(Decoded.Refused.class, codec.decode(frame));
    assertEquals(DOCUMENT, refused.document());
    assertEquals(8, refused.sequence());
    assertEquals(code, refused.code(), refused.reason());
  }

  private void assertMalformed(ErrorCode code, boolean fatal, String frame) {
    Decoded.Malformed malformed = assertInstanceOf(Decoded.Malformed.class, codec.decode(frame));
    assertEquals(code, malformed.code(), malformed.reason());
    assertEquals(fatal, malformed.fatal(), malformed.reason());
  }

  private List<Payload> payloads(String frame) {
    Decoded.Received received = assertInstanceOf(Decoded.Received.class, codec.decode(frame));
    return ((ClientMessage.Submit) received.message()).payloads();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "1",
        "\"t\"",
        "[]",
        "[{\"t\":\"ping\"}]",
        "{",
        "{\"t\"",
        "{\"t\":\"ping\"",
        "{\"t\":\"ping\"}}",
        "{\"t\":\"ping\"}{\"t\":\"ping\"}",
        "{'t':'ping'}",
        "{t:1}",
        "{\"t\":\"ping\",}",
        "{\"t\":\"pi\u0000ng\"}",
        "{\"t\":\"pi\nng\"}",
        "\u0000",
        "{\"a\":NaN}",
        "{\"t\":\"\\x\"}",
        "{\"t\":\"ping\",\"ops\":[1,}",
        "{\"t\":tru}",
        "\uFEFF{\"t\":\"ping\"}x",
        "{\"t\":\"\uD800\"}",
        "{\"t\":\"\uDC00\uD800\"}",
        "GET / HTTP/1.1"
      })
  void endsASocketThatDoesNotSpeakJson(String frame) {
    assertMalformed(ErrorCode.PROTOCOL, true, frame);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"t\":null}",
        "{\"t\":5}",
        "{\"t\":[]}",
        "{\"t\":\"\"}",
        "{\"t\":\"welcome\"}",
        "{\"t\":\"submit\"}",
        "{\"t\":\"join\"}",
        "{\"t\":\"join\",\"d\":\"x\"}",
        "{\"t\":\"leave\",\"d\":7}",
        "{\"t\":\"presence\",\"d\":\"" + D + "\"}",
        "{\"t\":\"presence\",\"d\":\"" + D + "\",\"state\":[]}",
        "{\"t\":\"join\",\"d\":\"0B7E2F4C-8A51-4A7E-9D1B-3C5F6A7B8C9D\"}",
        "{\"t\":\"join\",\"d\":\"" + D + "\",\"client\":\"\"}",
        "{\"t\":\"join\",\"d\":\"" + D + "\",\"client\":\"../../etc\"}",
        "{\"t\":\"join\",\"d\":\"" + D + "\",\"client\":1}",
        "{\"t\":\"join\",\"d\":\"" + D + "\",\"resume\":{}}",
        "{\"t\":\"join\",\"d\":\"" + D + "\",\"resume\":{\"generation\":\"x\",\"revision\":1}}",
        "{\"t\":\"join\",\"d\":\""
            + D
            + "\",\"resume\":{\"generation\":\""
            + D
            + "\",\"revision\":-1}}",
        "{\"t\":\"submit\",\"d\":\"" + D + "\",\"seq\":8,\"seq\":9,\"base\":1,\"ops\":[[1]]}",
        "{\"t\":\"submit\",\"d\":\"" + D + "\",\"seq\":1e3,\"base\":1,\"ops\":[[1]]}",
        "{\"t\":\"submit\",\"d\":\""
            + D
            + "\",\"seq\":99999999999999999999,\"base\":1,\"ops\":[[1]]}",
      })
  void keepsASocketThatSaysSomethingWrong(String frame) {
    assertMalformed(ErrorCode.PROTOCOL, false, frame);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"id\":\"1\",\"last\":true,\"data\":\"x\"", "\"id\":1,\"last\":1,\"data\":\"x\"",
        "\"id\":1,\"last\":true", "\"id\":1,\"last\":true,\"data\":{}"
      })
  void endsASocketWithABrokenPart(String fields) {
    assertMalformed(ErrorCode.PROTOCOL, true, "{\"t\":\"part\"," + fields + "}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "PROTOCOL     | \"base\":1",
        "PROTOCOL     | \"ops\":[[1]]",
        "PROTOCOL     | \"base\":1,\"ops\":[]",
        "PROTOCOL     | \"base\":1,\"ops\":{}",
        "PROTOCOL     | \"base\":1,\"ops\":\"[[1]]\"",
        "PROTOCOL     | \"base\":\"1\",\"ops\":[[1]]",
        "PROTOCOL     | \"base\":1.5,\"ops\":[[1]]",
        "PROTOCOL     | \"base\":9007199254740992,\"ops\":[[1]]",
        "PROTOCOL     | \"base\":1,\"base\":2,\"ops\":[[1]]",
        "PROTOCOL     | \"base\":1,\"ops\":[[1]],\"ops\":[[2]]",
        "INVALID_BASE | \"base\":-1,\"ops\":[[1]]",
      })
  void refusesASubmissionThatCanBeNamed(ErrorCode code, String fields) {
    assertRefused(code, submit(fields));
  }

  @Test
  void refusesMoreOperationsThanAllowed() {
    assertRefused(ErrorCode.TOO_LARGE, submit("\"base\":1,\"ops\":[" + "[1],".repeat(64) + "[1]]"));
    assertEquals(64, payloads(submit("\"base\":1,\"ops\":[" + "[1],".repeat(63) + "[1]]")).size());
  }

  @Test
  void refusesDeepNestingWithoutDescending() {
    String deep = "[".repeat(200_000) + "]".repeat(200_000);
    assertRefused(ErrorCode.TOO_LARGE, submit("\"base\":1,\"ops\":" + deep));
    assertMalformed(ErrorCode.TOO_LARGE, true, "{\"x\":" + deep + "}");
    String allowed = "[".repeat(30) + "]".repeat(30);
    assertEquals(1, payloads(submit("\"base\":1,\"ops\":[" + allowed + "]")).size());
  }

  @Test
  void refusesPresenceThatIsTooLarge() {
    assertMalformed(
        ErrorCode.TOO_LARGE,
        false,
        "{\"t\":\"presence\",\"d\":\"" + D + "\",\"state\":{\"a\":\"" + "x".repeat(5_000) + "\"}}");
  }

  @Test
  void survivesHugeNumbersAndNames() {
    String digits = "9".repeat(60_000);
    assertNotNull(codec.decode(submit("\"base\":" + digits + ",\"ops\":[[1]]")));
    assertNotNull(codec.decode("{\"" + digits + "\":1,\"t\":\"ping\"}"));
    assertNotNull(codec.decode(submit("\"base\":1,\"ops\":[[" + digits + "]]")));
    assertNotNull(codec.decode("{\"t\":\"part\",\"id\":1e" + digits + "}"));
  }

  @Test
  void keepsOperationsByteForByte() {
    String[] operations = {
      "[ 5 , \"!\" ]",
      "{\"a\":[1,{\"b\":null}]}",
      "\"text\"",
      "17",
      "-0.50e+3",
      "true",
      "null",
      "[\"\\ud800 \\u0000 \\u00e9\"]",
      "[\"\u00e9\u20ac\uD83D\uDE00\"]",
      "{\"d\":1,\"d\":2}"
    };
    List<Payload> payloads =
        payloads(submit("\"base\":1,\"ops\":[ " + String.join(" , ", operations) + " ]"));
    for (int i = 0; i < operations.length; i++) {
      assertEquals(operations[i], payloads.get(i).utf8());
    }
  }

  @Test
  void keepsOperationsOfALongMessageByteForByte() {
    String operation = "[3,\"" + "\u00e9x\uD83D\uDE00".repeat(60_000) + "\",{\"d\":4}]";
    List<Payload> payloads =
        payloads(
            submit("\"base\":1,\"ops\":[[1]," + operation + ",\"" + "y".repeat(90_000) + "\"]"));
    assertEquals(operation, payloads.get(1).utf8());
    assertEquals(90_002, payloads.get(2).size());
  }

  @Test
  void readsFieldsInAnyOrderAndIgnoresUnknownOnes() {
    String frame =
        "{\"x\":{\"t\":\"leave\",\"seq\":[]},\"ops\":[[1]],\"base\":3,\"seq\":8,\"d\":\""
            + D
            + "\",\"t\":\"submit\"}";
    assertEquals("[1]", payloads(frame).get(0).utf8());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void neverThrowsWhateverIsChangedInAFrame(long seed) {
    Random random = new Random(seed);
    String good =
        submit("\"base\":45,\"ops\":[[5,\"!\"],{\"a\":\"\\u00e9\"}],\"resume\":{\"revision\":4}");
    String alphabet = "{}[]\",:\\u0 -e.tn\uD800\uDC00\u0000\u00e9x9";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder frame = new StringBuilder(good);
      for (int n = random.nextInt(4); n >= 0; n--) {
        int at = random.nextInt(frame.length());
        if (random.nextInt(3) == 0) {
          frame.deleteCharAt(at);
        } else {
          frame.setCharAt(at, alphabet.charAt(random.nextInt(alphabet.length())));
        }
      }
      assertNotNull(codec.decode(frame.toString()), "seed " + seed);
    }
  }
}
