package coedit.plugin.richtext;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ExportTest {

  private static final String SAMPLE =
      "[{'insert':'Plan'},{'insert':'\\n','attributes':{'header':1}},"
          + "{'insert':'a <b> & '},{'insert':'bold','attributes':{'bold':true,'italic':true}},"
          + "{'insert':' '},{'insert':'site','attributes':{'link':'https://example.org/?a=1&b=2'}},"
          + "{'insert':'\\none'},{'insert':'\\n','attributes':{'list':'bullet'}},"
          + "{'insert':'two'},{'insert':'\\n','attributes':{'list':'ordered','indent':1}},"
          + "{'insert':'three'},{'insert':'\\n','attributes':{'list':'bullet'}},"
          + "{'insert':'done'},{'insert':'\\n','attributes':{'list':'checked'}},"
          + "{'insert':'if (a<b)'},{'insert':'\\n','attributes':{'code-block':'plain'}},"
          + "{'insert':'said'},{'insert':'\\n','attributes':{'blockquote':true}},"
          + "{'insert':{'image':'https://example.org/i.png'}},{'insert':'\\nend'}]";

  @Test
  void plainTextLeavesEmbedsOut() {
    assertEquals(
        "Plan\na <b> & bold site\none\ntwo\nthree\ndone\nif (a<b)\nsaid\n\nend",
        export("text/plain", SAMPLE));
  }

  @Test
  void jsonIsTheDelta() {
    assertEquals("[{\"insert\":\"a\\n\"}]", export("application/json", "[{'insert':'a\\n'}]"));
  }

  @Test
  void htmlNestsListsAndEscapesText() {
    assertEquals(
        """
        <h1>Plan</h1>
        <p>a &lt;b&gt; &amp; <strong><em>bold</em></strong> \
        <a rel="noopener" href="https://example.org/?a=1&amp;b=2">site</a></p>
        <ul>
        <li>one<ol>
        <li>two</li>
        </ol>
        </li>
        <li>three</li>
        <li><input type="checkbox" disabled checked> done</li>
        </ul>
        <pre>if (a&lt;b)
        </pre>
        <blockquote>said</blockquote>
        <p><img alt="" src="https://example.org/i.png"></p>
        <p>end</p>
        """,
        export("text/html", SAMPLE));
  }

  @Test
  void htmlOfAListThatChangesItsKindOpensANewOne() {
    assertEquals(
        "<ol>\n<li>a</li>\n</ol>\n<ul>\n<li>b</li>\n</ul>\n",
        export(
            "text/html",
            "[{'insert':'a'},{'insert':'\\n','attributes':{'list':'ordered'}},"
                + "{'insert':'b'},{'insert':'\\n','attributes':{'list':'bullet'}}]"));
  }

  /** A state below the schema stands for one that was stored under another schema. */
  @Test
  void htmlWritesNoAddressThatTheSchemaWouldRefuse() {
    assertEquals(
        "<p>&lt;script&gt;x&quot;&#39;</p>\n",
        export(
            "text/html",
            "[{'insert':'<script>','attributes':{'link':'javascript:alert(1)','onclick':'x'}},"
                + "{'insert':{'image':'javascript:alert(1)'}},{'insert':{'video':'data:x'}},"
                + "{'insert':{'iframe':'<b>'}},{'insert':'x\\\"\\u0027\\n'}]"));
  }

  @Test
  void markdownKeepsStructureAndEscapesWhatLooksLikeIt() {
    assertEquals(
        """
        # Plan

        a \\<b\\> \\& ***bold*** [site](https://example.org/?a=1&b=2)

        - one
            1. two
        - three
        - [x] done

        ```
        if (a<b)
        ```

        > said

        ![](https://example.org/i.png)

        end

        """,
        export("text/markdown", SAMPLE));
  }

  @Test
  void markdownCodeCannotEndItsOwnBlock() {
    assertEquals(
        "````\n```\n<b>\n````\n\n",
        export(
            "text/markdown",
            "[{'insert':'```'},{'insert':'\\n','attributes':{'code-block':true}},"
                + "{'insert':'<b>'},{'insert':'\\n','attributes':{'code-block':true}}]"));
  }

  private static String export(String mediaType, String json) {
    RichTextState state = RichTextState.EMPTY.apply(Deltas.delta(json));
    return new RichTextDocumentType().export(state, mediaType).orElseThrow().utf8();
  }
}
