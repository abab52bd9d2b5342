package coedit.system.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.system.Await;
import coedit.system.GuardedServer;
import coedit.system.LibertyServer;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Content is data: whatever somebody pastes, types, or is called, no script of theirs runs. */
class ScriptInContentIT {

  private static final LibertyServer SERVER = GuardedServer.get();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Notes every attempt: what scripts would call, and what the content security policy stops. */
  private static final String TRAP =
      """
      window.ran = [];
      for (const name of ['alert', 'confirm', 'prompt', 'print', 'open', 'msgbox']) {
        window[name] = () => window.ran.push(name);
      }
      document.addEventListener('securitypolicyviolation', event => {
        if (!/^(img|font)-src/.test(event.effectiveDirective)) {
          window.ran.push(`${event.effectiveDirective} stopped ${event.blockedURI} ${event.sample}`);
        }
      });
      """;

  /** What is in the page's documents and must not be. */
  private static final String FORBIDDEN =
      """
      root => {
        const bad = [];
        for (const element of root.querySelectorAll('*')) {
          if (/^(script|iframe|object|embed|style|link|meta|base|form|template|math|foreignobject|animate|set|use)$/i.test(element.tagName)) {
            bad.push(element.outerHTML.slice(0, 120));
          }
          for (const {name, value} of element.attributes) {
            const scheme = value.replace(/[\\u0000-\\u0020]/g, '');
            const address = /^(href|src|action|formaction|xlink:href|data)$/.test(name);
            if (/^on/i.test(name) || name === 'srcdoc' ||
                (address && /^(javascript|vbscript|blob|data:text)/i.test(scheme))) {
              bad.push(`${element.tagName} ${name}=${value}`.slice(0, 120));
            }
          }
        }
        return bad;
      }
      """;

  private static Chromium chromium;
  private Person alice;

  @BeforeAll
  static void start() {
    chromium = Chromium.start();
  }

  @AfterAll
  static void stop() {
    chromium.close();
  }

  @BeforeEach
  void signIn() {
    alice = watched("alice");
  }

  @AfterEach
  void nothingRan() {
    assertNothingRan(alice);
    alice.close();
  }

  private static Person watched(String user) {
    Person person = Person.signIn(chromium.browser(), SERVER.address(), user);
    person.page().addInitScript(TRAP);
    person.page().reload();
    person.sees(person.page().getByText("Sign out"));
    return person;
  }

  private static void assertNothingRan(Person person) {
    assertEquals(List.of(), person.page().evaluate("() => window.ran"));
  }

  private static void assertNothingForbidden(Person person) {
    assertEquals(List.of(), person.editor().evaluate(FORBIDDEN));
  }

  @Test
  void whatIsPastedRunsNothingHereThereOrInTheExport() {
    List<String> payloads = ScriptPayloads.all();
    assertTrue(payloads.size() >= 200, payloads.size() + " payloads");
    alice.creates("rich text", "pasted");
    for (String payload : payloads) {
      paste(payload);
    }
    assertNothingForbidden(alice);
    alice.seesStatus("Saved");
    alice.page().reload();
    alice.sees(alice.editor());
    alice.editor().hover();
    assertNothingForbidden(alice);
    String html = alice.stored("text/html");
    assertTrue(html.contains("x"), "something is left of " + html);
    Object bad =
        alice
            .page()
            .evaluate(
                "html => ("
                    + FORBIDDEN
                    + ")(new DOMParser().parseFromString(html, 'text/html').body)",
                html);
    assertEquals(List.of(), bad);
  }

  private void paste(String html) {
    alice
        .editor()
        .evaluate(
            """
            (editor, html) => {
              editor.focus();
              const data = new DataTransfer();
              data.setData('text/html', html);
              data.setData('text/plain', html);
              editor.dispatchEvent(
                new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
            }
            """,
            html);
  }

  @Test
  void textIsShownAsItIsInBothEditors() {
    for (String kind : List.of("rich text", "plain text")) {
      alice.page().navigate(SERVER.address().toString());
      alice.creates(kind, "typed");
      alice.editor().focus();
      String all = String.join(" ", ScriptPayloads.all()).replaceAll("\\s+", " ");
      alice.page().keyboard().insertText(all);
      alice.seesStatus("Saved");
      assertNothingForbidden(alice);
      assertEquals(all.strip(), alice.stored("text/plain").replaceAll("\\s+", " ").strip());
    }
  }

  @Test
  void titlesAreText() {
    List<String> titles = ScriptPayloads.all().subList(0, 60);
    Object made =
        alice
            .page()
            .evaluate(
                """
                async titles => {
                  const token = document.cookie.match(/coedit-csrf=([^;]+)/)[1];
                  let made = 0;
                  for (const title of titles) {
                    const answer = await fetch('/api/v1/documents', {
                      method: 'POST',
                      headers: {'Content-Type': 'application/json', 'X-CSRF-Token': token},
                      body: JSON.stringify({type: 'text', title}),
                    });
                    made += answer.status === 201 ? 1 : 0;
                  }
                  return made;
                }
                """,
                titles);
    assertEquals(titles.size(), made);
    alice.page().reload();
    alice.sees(alice.page().getByRole(AriaRole.LINK).filter(hasText("a<b and b>c")));
    alice.page().getByRole(AriaRole.LINK).filter(hasText("</title>")).first().click();
    alice.sees(alice.editor());
    assertTrue(alice.page().title().startsWith("</title><script>"), alice.page().title());
  }

  /** Trusted Types: what would become HTML or a script goes by the page's policy, or not at all. */
  @Test
  void theBrowserLetsNoStringBecomeHtmlOrAScriptByItself() {
    try (Person bob = Person.signIn(chromium.browser(), SERVER.address(), "bob")) {
      bob.creates("rich text", "typed");
      for (String attempt :
          List.of(
              "document.createElement('div').innerHTML = '<img src=x onerror=alert(1)>'",
              "document.createElement('div').innerHTML = '<svg><script>alert(1)</script></svg>'",
              "document.createElement('div').innerHTML = '<a href=\"javascript:alert(1)\">x</a>'",
              "document.body.insertAdjacentHTML('beforeend', '<b>x</b>')",
              "document.createElement('script').text = 'alert(1)'",
              "document.createElement('script').src = '/assets/x.js'",
              "document.createElement('iframe').srcdoc = '<b>x</b>'",
              "document.write('<b>x</b>')",
              "window.trustedTypes.createPolicy('mine', {createHTML: x => x})")) {
        Object outcome =
            bob.page()
                .evaluate(
                    "() => { try { "
                        + attempt
                        + "; return 'done'; } catch (e) { return e.name; } }");
        assertTrue(
            List.of("TypeError", "EvalError").contains(outcome), attempt + " was " + outcome);
      }
      Object tooltip =
          bob.page()
              .evaluate(
                  "() => { const div = document.createElement('div');"
                      + " div.innerHTML = '<a class=\"ql-action\"></a>';"
                      + " return div.innerHTML; }");
      assertEquals("<a class=\"ql-action\"></a>", tooltip, "what Quill has in its own files");
    }
  }

  private static com.microsoft.playwright.Locator.FilterOptions hasText(String text) {
    return new com.microsoft.playwright.Locator.FilterOptions().setHasText(text);
  }

  /** Straight to the server, past the page: links, embeds, and where somebody's cursor is. */
  @Test
  void whatTheModelDoesNotAllowIsRefusedByTheServer() {
    alice.creates("rich text", "submitted");
    for (String address : ScriptPayloads.schemes().subList(0, 12)) {
      for (Map<String, Object> operation :
          List.<Map<String, Object>>of(
              Map.of("insert", "x", "attributes", Map.of("link", address)),
              Map.of("insert", Map.of("image", address)),
              Map.of("insert", Map.of("video", address)))) {
        assertEquals("refuse", submitted(operation), operation.toString());
      }
    }
    assertEquals(
        "refuse", submitted(Map.of("insert", "x", "attributes", Map.of("onclick", "alert(1)"))));
    assertEquals("refuse", submitted(Map.of("insert", Map.of("script", "alert(1)"))));
  }

  private Object submitted(Map<String, Object> operation) {
    return alice
        .page()
        .evaluate(
            """
            operation => new Promise((resolve, reject) => {
              const d = location.hash.slice('#/d/'.length);
              const address = location.origin.replace('http', 'ws') + '/ws/v1';
              const socket = new WebSocket(address, 'coedit.v1.json');
              const evil = {cursor: {index: '<img src=x onerror=alert(1)>', length: {}}, r: 'x', name: '<img src=x onerror=alert(1)>', color: 'red;background:url(javascript:alert(1))'};
              socket.onerror = reject;
              socket.onmessage = event => [JSON.parse(event.data)].flat().forEach(message => {
                if (message.t === 'welcome') {
                  socket.send(JSON.stringify({t: 'join', d}));
                } else if (message.t === 'joined') {
                  socket.send(JSON.stringify({t: 'presence', d, state: evil}));
                  socket.send(JSON.stringify({t: 'submit', d, seq: 1, base: message.head, ops: [[operation]]}));
                } else if (message.t === 'refuse' || message.t === 'ops' || message.t === 'ack') {
                  socket.close();
                  resolve(message.t);
                }
              });
            })
            """,
            operation);
  }

  @Test
  void aNameIsTextInTheDialogBesideTheTitleAndAtTheCaret() throws IOException {
    alice.creates("rich text", "Shared with Xena");
    Page page = alice.page();
    page.getByRole(AriaRole.BUTTON, named("Share")).click();
    page.getByLabel("Add people or groups").fill("xe");
    alice.sees(page.getByRole(AriaRole.OPTION).filter(hasText(GuardedServer.NAMED_TO_RUN)));
    Files.write(Path.of("target/share-found.png"), page.screenshot());
    page.keyboard().press("Enter");
    page.getByLabel("Add people or groups").fill("edit");
    alice.sees(page.getByRole(AriaRole.OPTION).filter(hasText("editors")));
    page.keyboard().press("Enter");
    alice.sees(page.getByLabel("What editors may do"));
    Files.write(Path.of("target/share.png"), page.screenshot());
    page.getByRole(AriaRole.BUTTON, named("Done")).click();
    try (Person xena = watched("xena")) {
      xena.opensWhatIsOpenAt(alice);
      xena.editor().focus();
      xena.types("I write here");
      alice.sees(page.getByText("I write here"));
      alice.sees(
          page.getByRole(
                  AriaRole.IMG, new Page.GetByRoleOptions().setName(GuardedServer.NAMED_TO_RUN))
              .first());
      Await.until(
          "the name at the caret",
          PATIENCE,
          () -> alice.caretOf(GuardedServer.NAMED_TO_RUN).count() > 0);
      assertNothingRan(xena);
    }
    assertEquals(0, page.locator("img[src=x]").count());
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }
}
