package coedit.plugin.yjs.encoding;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What JavaScript's {@code JSON.parse} takes, and nothing else. */
class JsonSyntaxTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "false",
        " \t\r\n null ",
        "0",
        "-0",
        "-0.5e+10",
        "1E5",
        "123456789012345678901234567890",
        "\"\"",
        "\"ü漢😀\\u00ff\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
        "{}",
        "[]",
        "[[],[{}]]",
        "{\"a\":1,\"a\":[1,2,{\"b\":null}]}",
        "\"\u007f\"",
        "\"\\ud800\""
      })
  void takesWhatIsJson(String text) {
    assertDoesNotThrow(() -> check(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "nul",
        "nulL",
        "nullx",
        "null null",
        "undefined",
        "NaN",
        "+1",
        "01",
        "1.",
        ".5",
        "1e",
        "-",
        "\"",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\\u12",
        "\"a\nb\"",
        "'a'",
        "{",
        "}",
        "{a:1}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{,}",
        "[",
        "]",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{\"a\":1]",
        "[1}",
        "\u00a0null",
        "\ufeffnull"
      })
  void refusesWhatIsNone(String text) {
    assertThrows(MalformedUpdateException.class, () -> check(text));
  }

  @Test
  void refusesWhatNestsTooDeep() {
    assertDoesNotThrow(() -> check("[".repeat(100) + "]".repeat(100)));
    assertThrows(
        MalformedUpdateException.class, () -> check("[".repeat(10_000) + "]".repeat(10_000)));
  }

  private static void check(String text) {
    byte[] bytes = ("x" + text + "x").getBytes(StandardCharsets.UTF_8);
    JsonSyntax.check(bytes, 1, bytes.length - 1);
  }
}
