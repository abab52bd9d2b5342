package coedit.plugin.yjs.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coedit.plugin.yjs.begin.NewDocument;
import coedit.plugin.yjs.encoding.AnyValue;
import coedit.plugin.yjs.encoding.ByteWriter;
import coedit.plugin.yjs.open.Edit;
import coedit.plugin.yjs.open.OpenDocument;
import coedit.plugin.yjs.read.JsonWriter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExportsTest {

  private static OpenDocument delta(String operations) {
    OpenDocument document = new OpenDocument();
    document.apply(NewDocument.ofDelta(1, "text", operations.replace('\'', '"')));
    return document;
  }

  private static String export(OpenDocument document, String mediaType) {
    return Exports.export(document, mediaType, Optional.empty()).orElseThrow();
  }

  @Test
  void writesTheLinesOfQuill() {
    OpenDocument document =
        delta(
            "[{'insert':'Title'},{'insert':'\\n','attributes':{'header':2}},"
                + "{'insert':'some '},{'insert':'bold','attributes':{'bold':true}},"
                + "{'insert':' & <tags>\\none'},{'insert':'\\n','attributes':{'list':'bullet'}},"
                + "{'insert':'two'},{'insert':'\\n','attributes':{'list':'bullet','indent':1}},"
                + "{'insert':'x = 1'},{'insert':'\\n','attributes':{'code-block':true}},"
                + "{'insert':'y'},{'insert':'\\n','attributes':{'code-block':true}}]");
    assertEquals("Title\nsome bold & <tags>\none\ntwo\nx = 1\ny\n", export(document, Exports.TEXT));
    assertEquals(
        "<h2>Title</h2>\n<p>some <strong>bold</strong> &amp; &lt;tags&gt;</p>\n"
            + "<ul><li>one<ul><li>two</li>\n</ul>\n</li>\n</ul>\n"
            + "<pre><code>x = 1\ny</code></pre>\n",
        export(document, Exports.HTML));
    assertEquals(
        "## Title\n\nsome **bold** \\& \\<tags\\>\n\n- one\n  - two\n\n```\nx = 1\ny\n```\n",
        export(document, Exports.MARKDOWN));
  }

  @Test
  void aDeltaComesBackAsItWent() {
    String operations =
        "[{'insert':'a'},{'insert':'b','attributes':{'bold':true,'link':'https://x.org/'}},"
            + "{'insert':{'image':'https://x.org/i.png'}},{'insert':'c\\n'}]";
    assertEquals(
        "{\"ops\":" + operations.replace('\'', '"') + "}",
        export(delta(operations), Exports.DELTA));
  }

  @ParameterizedTest
  @CsvSource({
    "javascript:alert(1)",
    "' javascript:alert(1)'",
    "data:text/html;base64,xx",
    "https:",
    "//x.org",
    "'https://x.org/\n'",
    "vbscript:x"
  })
  void linksThatAreNotSafeAreOnlyText(String address) {
    OpenDocument document =
        delta(
            "[{'insert':'x','attributes':{'link':'"
                + address.replace("\n", "\\n")
                + "'}},{'insert':{'image':'"
                + address.replace("\n", "\\n")
                + "'}},{'insert':'\\n'}]");
    assertEquals("<p>x</p>\n", export(document, Exports.HTML));
    assertEquals("x\n", export(document, Exports.MARKDOWN));
  }

  @Test
  void nothingInATextBecomesMarkup() {
    OpenDocument document =
        delta(
            "[{'insert':'<script>alert(1)</script> [a](b) *c* ','attributes':"
                + "{'link':'https://x.org/\\\"onmouseover=1','<b>':true}},{'insert':'\\n'}]");
    String html = export(document, Exports.HTML);
    assertFalse(html.contains("<script"), html);
    assertFalse(html.contains("\"onmouseover"), html);
    String markdown = export(document, Exports.MARKDOWN);
    assertFalse(markdown.contains("[a]("), markdown);
    assertFalse(markdown.replace("\\<", "").contains("<"), markdown);
  }

  /** Elements as y-prosemirror writes them, in the bytes of an update. */
  private static OpenDocument elements() {
    ByteWriter out = new ByteWriter();
    out.writeVarUint(1);
    out.writeVarUint(11);
    out.writeVarUint(1);
    out.writeVarUint(0);
    element(out, -1, "heading");
    attribute(out, 0, "level", new AnyValue.Numeric(3));
    text(out, 0);
    string(out, 2, "Head");
    element(out, 0, "paragraph");
    text(out, 7);
    string(out, 8, "a<b ");
    format(out, 12, "strong", "{}");
    string(out, 13, "c");
    element(out, 7, "script");
    string(out, 15, "bad()");
    out.writeVarUint(0);
    OpenDocument document = new OpenDocument();
    document.apply(out.toBytes());
    return document;
  }

  private static void element(ByteWriter out, int after, String name) {
    out.writeByte(after < 0 ? 7 : 0x87);
    if (after < 0) {
      out.writeVarUint(1);
      out.writeString("prosemirror");
    } else {
      out.writeVarUint(1);
      out.writeVarUint(after);
    }
    out.writeVarUint(3);
    out.writeString(name);
  }

  private static void parent(ByteWriter out, int info, int parent) {
    out.writeByte(info);
    out.writeVarUint(0);
    out.writeVarUint(1);
    out.writeVarUint(parent);
  }

  private static void attribute(ByteWriter out, int parent, String key, AnyValue value) {
    parent(out, 0x28, parent);
    out.writeString(key);
    out.writeVarUint(1);
    value.write(out);
  }

  private static void text(ByteWriter out, int parent) {
    parent(out, 7, parent);
    out.writeVarUint(6);
  }

  private static void string(ByteWriter out, int at, String text) {
    boolean first = at == 2 || at == 8 || at == 15;
    if (first) {
      parent(out, 4, at);
    } else {
      out.writeByte(0x84);
      out.writeVarUint(1);
      out.writeVarUint(at);
    }
    out.writeString(text);
  }

  private static void format(ByteWriter out, int after, String key, String json) {
    out.writeByte(0x86);
    out.writeVarUint(1);
    out.writeVarUint(after);
    out.writeString(key);
    out.writeString(json);
  }

  @Test
  void writesTheElementsOfProseMirror() {
    OpenDocument document = elements();
    assertEquals("prosemirror", Exports.textRoot(document));
    assertEquals("Head\na<b c\nbad()\n", export(document, Exports.TEXT));
    assertEquals(
        "<h3>Head</h3>\n<p>a&lt;b <strong>c</strong></p>\nbad()", export(document, Exports.HTML));
    assertEquals("### Head\n\na\\<b **c**\n\nbad\\(\\)\n", export(document, Exports.MARKDOWN));
    assertEquals(
        "<heading level=\"3\">Head</heading>"
            + "<paragraph>a&lt;b <strong>c</strong></paragraph><script>bad()</script>",
        export(document, Exports.XML));
  }

  @Test
  void jsonHasAllRootsAndARootThatIsNamedAlone() {
    OpenDocument document = delta("[{'insert':'hi'}]");
    Edit edit = document.edit(7);
    edit.push(
        document.root("list"), List.of(new AnyValue.Numeric(1.5), AnyValue.Constant.UNDEFINED));
    edit.set(document.root("map"), "k", new AnyValue.Text("\u0001\""));
    edit.finish();
    assertEquals(
        "{\"list\":[1.5,null],\"map\":{\"k\":\"\\u0001\\\"\"},\"text\":\"hi\"}",
        export(document, Exports.JSON));
    assertEquals(
        Optional.of("[1.5,null]"), Exports.export(document, Exports.JSON, Optional.of("list")));
  }

  @Test
  void withoutANameTheFirstRootWithTextIsMeant() {
    OpenDocument document = new OpenDocument();
    document.apply(NewDocument.ofText(1, "body", "words"));
    assertEquals("words", export(document, Exports.TEXT));
    document.apply(NewDocument.ofText(2, "other", "more"));
    assertEquals("words", export(document, Exports.TEXT));
    assertEquals(Optional.of("more"), Exports.export(document, Exports.TEXT, Optional.of("other")));
    document.apply(NewDocument.ofText(3, "text", "usual"));
    assertEquals("usual", export(document, Exports.TEXT));
  }

  @Test
  void anImportDoneTwiceBringsNothingTheSecondTime() {
    OpenDocument document = delta("[{'insert':'a','attributes':{'bold':true}}]");
    byte[] before = document.encodeState();
    document.apply(
        NewDocument.ofDelta(1, "text", "[{\"insert\":\"a\",\"attributes\":{\"bold\":true}}]"));
    assertArrayEquals(before, document.encodeState());
    assertThrows(IllegalArgumentException.class, () -> NewDocument.ofDelta(1, "text", "7"));
    assertThrows(
        IllegalArgumentException.class, () -> NewDocument.ofDelta(1, "t", "[{\"retain\":1}]"));
  }

  @ParameterizedTest
  @CsvSource({
    "0.1, 0.1",
    "1e21, 1e+21",
    "123456789012345680000, 123456789012345680000",
    "1e-7, 1e-7",
    "0.000001, 0.000001",
    "-1.5e-10, -1.5e-10",
    "5e-324, 5e-324",
    "-0.0, 0",
    "100, 100",
    "1.7976931348623157e308, 1.7976931348623157e+308",
    "0.30000000000000004, 0.30000000000000004"
  })
  void numbersAreWrittenAsJavaScriptDoes(double value, String expected) {
    assertEquals(expected, JsonWriter.number(value));
  }
}
