package coedit.plugin.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coedit.model.ErrorCode;
import coedit.model.Payload;
import coedit.spi.RefusedException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextFormatTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          []                            | []
          [5]                           | []
          [1,2,"a","b",{"d":1},{"d":2}] | [3,"ab",{"d":3}]
          ["a",{"d":1},"a"]             | ["a",{"d":1},"a"]
          [{"d":"\\ud83d\\ude00x"},7]   | [{"d":2}]
          [ 1 , "\\u00e9\\n" ]          | [1,"é\\n"]
          ["\\u001F/\\/"]               | ["\\u001f//"]
          [2147483647]                  | []
          """)
  void readsAnyWellFormedOperationIntoNormalForm(String read, String written) {
    assertEquals(written, parse(read).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "5",
        "\"a\"",
        "{}",
        "null",
        "[",
        "[1",
        "[1,]",
        "[,1]",
        "[] []",
        "[]]",
        "[] x",
        "[0]",
        "[-1]",
        "[1.0]",
        "[1e2]",
        "[2147483648]",
        "[99999999999999999999]",
        "[01]",
        "[+1]",
        "[NaN]",
        "[\"\"]",
        "['a']",
        "[null]",
        "[true]",
        "[[1]]",
        "[{}]",
        "[{\"d\":0}]",
        "[{\"d\":-1}]",
        "[{\"d\":\"\"}]",
        "[{\"d\":null}]",
        "[{\"d\":1.5}]",
        "[{\"d\":[1]}]",
        "[{\"d\":1,\"d\":1}]",
        "[{\"d\":1,\"x\":1}]",
        "[{\"x\":1}]",
        "[{\"d\"}]",
        "[{\"d\":1]",
        "[2147483647,\"a\",1]",
        "[\"a\nb\"]",
        "[\"\\x\"]",
        "\uFEFF[]",
        "/**/[]"
      })
  void refusesWhatIsNoOperation(String json) {
    assertEquals(ErrorCode.INVALID_OPERATION, refusal(Payload.ofUtf8(json)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[\"\\ud83d\"]",
        "[\"\\ude00\"]",
        "[\"\\ude00\\ud83d\"]",
        "[\"a\\ud83db\"]",
        "[\"\\ud83d\",\"\\ude00\"]",
        "[\"\\u0000\"]",
        "[{\"d\":\"\\ud83d\"}]"
      })
  void refusesHalfPairsAndNul(String json) {
    assertEquals(ErrorCode.INVALID_TEXT, refusal(Payload.ofUtf8(json)));
  }

  @Test
  void refusesOtherEncodingsThanUtf8() {
    for (Charset charset :
        new Charset[] {
          StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE, Charset.forName("UTF-32BE")
        }) {
      assertEquals(ErrorCode.INVALID_OPERATION, refusal(Payload.wrap("[\"a\"]".getBytes(charset))));
    }
    byte[] latin1 = "[\"é\"]".getBytes(StandardCharsets.ISO_8859_1);
    assertEquals(ErrorCode.INVALID_OPERATION, refusal(Payload.wrap(latin1)));
    byte[] encodedSurrogate = {'[', '"', (byte) 0xED, (byte) 0xA0, (byte) 0xBD, '"', ']'};
    assertEquals(ErrorCode.INVALID_OPERATION, refusal(Payload.wrap(encodedSurrogate)));
    assertEquals("[\"\uFFFD\"]", parse("[\"\uFFFD\"]").toString());
  }

  @Test
  void refusesTooManyParts() {
    String most = "\"a\",1,".repeat(TextFormat.MAX_PARTS / 2);
    String allowed = "[" + most.substring(0, most.length() - 1) + "]";
    assertEquals(TextFormat.MAX_PARTS - 1, parse(allowed).size());
    assertEquals(ErrorCode.TOO_LARGE, refusal(Payload.ofUtf8("[" + most + "1]")));
  }

  @Test
  void refusesDeepNestingCheaply() {
    assertEquals(ErrorCode.INVALID_OPERATION, refusal(Payload.ofUtf8("[".repeat(1_000_000))));
  }

  private static TextOperation parse(String json) {
    return TextFormat.parse(Payload.ofUtf8(json));
  }

  private static ErrorCode refusal(Payload payload) {
    return assertThrows(RefusedException.class, () -> TextFormat.parse(payload), payload::utf8)
        .code();
  }
}
