package coedit.system.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** Somebody in a browser of their own: a window, cookies, a keyboard. */
final class Person implements AutoCloseable {

  private static final double PATIENCE = Duration.ofSeconds(30).toMillis();

  private final BrowserContext context;
  private final Page page;

  private Person(BrowserContext context, Page page) {
    this.context = context;
    this.page = page;
  }

  /** Signs a demo account in, whose password is its name. */
  static Person signIn(Browser browser, URI server, String user) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(800, 520)
                .setDeviceScaleFactor(1.5)
                .setLocale("en-GB"));
    Page page = context.newPage();
    page.setDefaultTimeout(PATIENCE);
    page.navigate(server.toString());
    page.getByLabel("Name").fill(user);
    page.getByLabel("Password").fill(user);
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in")).click();
    Person person = new Person(context, page);
    person.sees(page.getByText("Sign out"));
    return person;
  }

  /** Makes a document and is in it. */
  void creates(String kind, String title) {
    page.getByLabel("Title of the new document").fill(title);
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("New " + kind)).click();
    sees(editor());
  }

  /** The same for a document that works offline. */
  void createsForOffline(String kind, String title) {
    page.getByLabel("Works offline").check();
    creates(kind, title);
  }

  void reloads() {
    page.reload();
    sees(editor());
  }

  /** Opens the document that the other one is in. */
  void opensWhatIsOpenAt(Person other) {
    page.navigate(other.page.url());
    sees(editor());
  }

  Locator editor() {
    return page.locator(".ql-editor, .cm-content");
  }

  Page page() {
    return page;
  }

  /** Presses keys, such as {@code Control+End}, one after the other. */
  void presses(String... keys) {
    for (String key : keys) {
      page.keyboard().press(key);
    }
  }

  void types(String text) {
    page.keyboard().type(text);
  }

  void goesOffline(boolean offline) {
    context.setOffline(offline);
  }

  void sees(Locator something) {
    PlaywrightAssertions.assertThat(something)
        .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE));
  }

  void seesStatus(String text) {
    PlaywrightAssertions.assertThat(page.locator(".status").first())
        .containsText(text, new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE));
  }

  String status() {
    return page.locator(".status").first().innerText();
  }

  /** The name beside somebody's caret, in either editor. */
  Locator caretOf(String name) {
    return page.locator(".ql-cursor-name, .peer-flag")
        .filter(new Locator.FilterOptions().setHasText(name));
  }

  Locator bold(String text) {
    return page.locator(".ql-editor strong").filter(new Locator.FilterOptions().setHasText(text));
  }

  /** What the editor shows, formatting included, without other people's carets. */
  String shownHtml() {
    return (String)
        editor()
            .evaluate(
                """
                editor => {
                  const copy = editor.cloneNode(true);
                  copy.querySelectorAll('.peer-caret, .cm-placeholder').forEach(e => e.remove());
                  return copy.innerHTML;
                }
                """);
  }

  /** The lines that the editor shows. */
  String shownText() {
    return (String)
        editor()
            .evaluate(
                """
                editor => {
                  const copy = editor.cloneNode(true);
                  copy.querySelectorAll('.peer-caret, .cm-placeholder').forEach(e => e.remove());
                  return [...copy.children].map(line => line.textContent).join('\\n');
                }
                """);
  }

  /** What the server holds of the open document. */
  String stored(String mediaType) {
    return (String)
        page.evaluate(
            """
            async type => {
              const id = location.hash.slice('#/d/'.length);
              const address = `/api/v1/documents/${id}/content`;
              const answer = await fetch(address, {headers: {Accept: type}});
              return answer.ok ? answer.text() : `${answer.status}`;
            }
            """,
            mediaType);
  }

  /** The documents that this browser keeps. */
  @SuppressWarnings("unchecked")
  List<String> kept() {
    return (List<String>)
        page.evaluate("async () => (await indexedDB.databases()).map(({name}) => name)");
  }

  /** Until the browser could show the page without a connection. */
  void awaitsOfflinePage() {
    page.evaluate("async () => { await navigator.serviceWorker.ready; }");
  }

  /** Takes the open document from everybody else. */
  void keepsForHerself() {
    Object status =
        page.evaluate(
            """
            async () => {
              const id = location.hash.slice('#/d/'.length);
              const token = document.cookie.match(/coedit-csrf=([^;]+)/)[1];
              const answer = await fetch(`/api/v1/documents/${id}/grants`, {
                method: 'PUT',
                headers: {'Content-Type': 'application/json', 'X-CSRF-Token': token},
                body: JSON.stringify({grants: [{kind: 'user', subject: 'alice', access: 'admin'}]}),
              });
              return answer.status;
            }
            """);
    if (!Integer.valueOf(200).equals(status)) {
      throw new IllegalStateException("not allowed: " + status);
    }
  }

  /** A key of one, a key of the other, faster than any commit. */
  static void typeAtOnce(Person one, String ones, Person other, String others) {
    int[] first = ones.codePoints().toArray();
    int[] second = others.codePoints().toArray();
    for (int i = 0; i < Math.max(first.length, second.length); i++) {
      if (i < first.length) {
        one.types(Character.toString(first[i]));
      }
      if (i < second.length) {
        other.types(Character.toString(second[i]));
      }
    }
  }

  byte[] picture() {
    return page.screenshot();
  }

  @Override
  public void close() {
    context.close();
  }
}
