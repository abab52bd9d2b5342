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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Content is data: whatever somebody pastes, types, or is called, no script of theirs runs. */
class ScriptInContentIT {

  private static final LibertyServer SERVER = GuardedServer.get();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

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
    alice = ScriptTrap.watched(chromium, SERVER, "alice");
  }

  @AfterEach
  void nothingRan() {
    ScriptTrap.assertNothingRan(alice);
    alice.close();
  }

  @Test
  void whatIsPastedRunsNothingHereThereOrInTheExport() {
    List<String> payloads = ScriptPayloads.all();
    assertTrue(payloads.size() >= 200, payloads.size() + " payloads");
    alice.creates("rich text", "pasted");
    for (String payload : payloads) {
      paste(payload);
    }
    ScriptTrap.assertNothingForbidden(alice);
    alice.seesStatus("Saved");
    alice.page().reload();
    alice.sees(alice.editor());
    alice.editor().hover();
    ScriptTrap.assertNothingForbidden(alice);
    String html = alice.stored("text/html");
    assertTrue(html.contains("x"), "something is left of " + html);
    ScriptTrap.assertNothingForbidden(alice, html);
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
      ScriptTrap.assertNothingForbidden(alice);
      assertEquals(all.strip(), alice.stored("text/plain").replaceAll("\\s+", " ").strip());
    }
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
    try (Person xena = ScriptTrap.watched(chromium, SERVER, "xena")) {
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
      ScriptTrap.assertNothingRan(xena);
    }
    assertEquals(0, page.locator("img[src=x]").count());
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }
}
