package coedit.plugin.richtext;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.model.ErrorCode;
import coedit.model.Payload;
import coedit.spi.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RichTextSchemaTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'bold':true",
        "'italic':true",
        "'underline':true",
        "'strike':true",
        "'code':true",
        "'script':'super'",
        "'script':'sub'",
        "'color':'#fff'",
        "'color':'#A1b2C3d4'",
        "'color':'rgb(1, 2, 3)'",
        "'color':'red'",
        "'background':'rgba(1,2,3,0.5)'",
        "'background':'rgb(1 2 3 / 50%)'",
        "'font':'serif'",
        "'font':'Times New Roman'",
        "'size':'small'",
        "'size':'huge'",
        "'size':'12px'",
        "'size':'10.5pt'",
        "'link':'https://example.org/a?b=c&d=(e)#f'",
        "'link':'HTTP://example.org'",
        "'link':'mailto:someone@example.org'",
        "'link':'https://例え.jp/パス'",
        "'header':1",
        "'header':6",
        "'list':'ordered'",
        "'list':'bullet'",
        "'list':'checked'",
        "'list':'unchecked'",
        "'blockquote':true",
        "'code-block':true",
        "'code-block':'plain'",
        "'code-block':'c++'",
        "'align':'center'",
        "'align':'right'",
        "'align':'justify'",
        "'direction':'rtl'",
        "'indent':1",
        "'indent':8"
      })
  void takesTheAttributesOfTheTable(String attribute) {
    assertDoesNotThrow(() -> parse("[{'insert':'a','attributes':{" + attribute + "}}]"));
    assertDoesNotThrow(() -> parse("[{'retain':1,'attributes':{" + attribute + "}}]"));
    String name = attribute.substring(0, attribute.indexOf(':'));
    assertDoesNotThrow(() -> parse("[{'retain':1,'attributes':{" + name + ":null}}]"));
    assertRefused("[{'insert':'a','attributes':{" + name + ":null}}]", "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'bold':false",
        "'bold':1",
        "'bold':'true'",
        "'bold':{}",
        "'code':'x'",
        "'script':'up'",
        "'script':true",
        "'color':'#ff'",
        "'color':'red;'",
        "'color':'url(x)'",
        "'color':'expression(1)'",
        "'color':'var(--x)'",
        "'color':''",
        "'color':7",
        "'background':'rgb(1,2)'",
        "'font':''",
        "'font':'a;b'",
        "'font':'a\\\"b'",
        "'font':'-x'",
        "'size':'12'",
        "'size':'12em'",
        "'size':'1234px'",
        "'size':12",
        "'header':0",
        "'header':7",
        "'header':1.5",
        "'header':'1'",
        "'header':true",
        "'list':'other'",
        "'list':true",
        "'blockquote':false",
        "'code-block':false",
        "'code-block':'a b'",
        "'code-block':''",
        "'align':'left'",
        "'align':''",
        "'direction':'ltr'",
        "'indent':0",
        "'indent':9",
        "'indent':'+1'"
      })
  void refusesOtherValues(String attribute) {
    String name = attribute.substring(1, attribute.indexOf("':"));
    assertRefused("[{'insert':'a','attributes':{" + attribute + "}}]", name);
    assertRefused("[{'retain':1,'attributes':{" + attribute + "}}]", name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\\tscript:alert(1)",
        " https://a.b",
        "https://a.b ",
        "https://a\\u00a0b",
        "\\u0001javascript:x",
        "https://a\\u200bb",
        "https://a\\u202eb",
        "vbscript:x",
        "data:text/html,x",
        "blob:https://a",
        "file:///etc",
        "ftp://a.b",
        "tel:1",
        "//a.b",
        "/a",
        "a",
        "",
        "https:",
        "https://",
        "https:a",
        "https:///a",
        "https://\\\\a",
        "mailto:",
        "http:/a",
        "https://a\\n"
      })
  void refusesOtherAddresses(String address) {
    assertRefused("[{'insert':'a','attributes':{'link':'" + address + "'}}]", "link");
    assertRefused("[{'insert':{'image':'" + address + "'}}]", "image");
    assertRefused("[{'insert':{'video':'" + address + "'}}]", "video");
  }

  @Test
  void refusesAnAddressThatIsTooLong() {
    String address = "https://" + "a".repeat(RichTextSchema.MAX_URL - 8);
    assertDoesNotThrow(() -> parse("[{'insert':{'image':'" + address + "'}}]"));
    assertRefused("[{'insert':{'image':'" + address + "a'}}]", "image");
    assertRefused("[{'retain':1,'attributes':{'link':'" + address + "a'}}]", "link");
  }

  @Test
  void anImageMayBeHttpAndAVideoMayNot() {
    assertDoesNotThrow(() -> parse("[{'insert':{'image':'http://a.b/c.png'}}]"));
    assertDoesNotThrow(() -> parse("[{'insert':{'video':'https://a.b/c'}}]"));
    assertRefused("[{'insert':{'video':'http://a.b/c'}}]", "video");
    assertRefused("[{'insert':{'image':'mailto:a@b'}}]", "image");
  }

  @Test
  void boundsAFormula() {
    String longest = "x".repeat(RichTextSchema.MAX_FORMULA);
    assertDoesNotThrow(() -> parse("[{'insert':{'formula':'" + longest + "'}}]"));
    assertRefused("[{'insert':{'formula':'" + longest + "x'}}]", "formula");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{'insert':{'mention':{'id':1}}}]",
        "[{'insert':{'image':'https://a.b','mention':1}}]",
        "[{'insert':{'image':{}}}]",
        "[{'insert':{'image':null}}]",
        "[{'insert':{'divider':false}}]",
        "[{'insert':{'formula':1}}]"
      })
  void refusesOtherEmbeds(String json) {
    assertRefused(json, "embed");
  }

  @Test
  void namesTheUnknown() {
    assertRefused("[{'insert':'a','attributes':{'onclick':'x'}}]", "onclick");
    assertRefused("[{'retain':1,'attributes':{'onclick':null}}]", "onclick");
    assertRefused("[{'insert':{'iframe':'x'}}]", "iframe");
    assertRefused("[{'insert':'a','attributes':{'__proto__':{}}}]", "__proto__");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{'insert':'\\ud83d'}]",
        "[{'insert':'a\\ude00b'}]",
        "[{'insert':'\\ude00\\ud83d'}]",
        "[{'insert':'\\ud83d'},{'insert':'\\ude00'}]",
        "[{'insert':'a\\u0000b'}]",
        "[{'insert':{'formula':'\\ud83d'}}]",
        "[{'insert':{'formula':'\\u0000'}}]",
        "[{'insert':'a','attributes':{'link':'https://a.b/\\ud83d'}}]"
      })
  void refusesTextThatIsNotUnicode(String json) {
    assertEquals(ErrorCode.INVALID_TEXT, refusal(json).code());
  }

  @Test
  void takesWholePairs() {
    assertDoesNotThrow(() -> parse("[{'insert':'\\ud83d\\ude00'},{'insert':'😀'}]"));
  }

  private static void assertRefused(String json, String named) {
    RefusedException refused = refusal(json);
    assertEquals(ErrorCode.INVALID_OPERATION, refused.code(), json);
    assertTrue(refused.reason().contains(named), () -> json + ": " + refused.reason());
  }

  private static RefusedException refusal(String json) {
    Payload payload = Deltas.payload(json);
    return assertThrows(
        RefusedException.class, () -> Deltas.ALGEBRA.parse(payload), () -> json + " was taken");
  }

  private static void parse(String json) {
    Deltas.ALGEBRA.parse(Deltas.payload(json));
  }
}
