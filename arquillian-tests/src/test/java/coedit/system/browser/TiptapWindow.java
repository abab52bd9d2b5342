package coedit.system.browser;

import coedit.system.Await;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.net.URI;
import java.time.Duration;

/** Somebody who has the Tiptap example open. */
public final class TiptapWindow implements AutoCloseable {

  private static final double PATIENCE = Duration.ofSeconds(30).toMillis();

  private final BrowserContext context;
  private final Page page;

  private TiptapWindow(BrowserContext context, Page page) {
    this.context = context;
    this.page = page;
  }

  /** Opens the page, and is in the editor once its content is saved. */
  public static TiptapWindow open(Browser browser, URI address) {
    BrowserContext context =
        browser.newContext(new Browser.NewContextOptions().setViewportSize(800, 520));
    Page page = context.newPage();
    page.setDefaultTimeout(PATIENCE);
    page.navigate(address.toString());
    TiptapWindow window = new TiptapWindow(context, page);
    window.isSaved();
    page.locator(".tiptap").click();
    return window;
  }

  public void types(String text) {
    page.keyboard().type(text);
  }

  /**
   * Formats what was typed: a format for what is typed next would end with others' changes. As they
   * end a selection that is just being made by keys, too, a person looks and selects again.
   */
  public void typesBold(String text) {
    types(text);
    Await.until(text + " in bold", Duration.ofSeconds(30), () -> isBoldAfterATry(text));
    page.keyboard().press("ArrowRight");
  }

  private boolean isBoldAfterATry(String text) {
    page.keyboard().press("End");
    for (int i = 0; i < text.length(); i++) {
      page.keyboard().press("Shift+ArrowLeft");
    }
    if (text.equals(page.evaluate("() => getSelection().toString()"))) {
      page.keyboard().press("Control+b");
    }
    return page.locator(".tiptap strong").getByText(text).count() == 1;
  }

  public void goesToTheEnd() {
    page.keyboard().press("Control+End");
    page.keyboard().press("Enter");
  }

  /** What the page says while the server has acknowledged everything. */
  public void isSaved() {
    PlaywrightAssertions.assertThat(page.locator("#status"))
        .hasText("Saved", new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE));
  }

  public void sees(String text) {
    visible(page.locator(".tiptap").getByText(text));
  }

  public void seesBold(String text) {
    visible(page.locator(".tiptap strong").getByText(text));
  }

  public void seesCaretOf(String user) {
    visible(page.locator(".collaboration-carets__label").getByText(user));
  }

  private static void visible(Locator something) {
    PlaywrightAssertions.assertThat(something.first())
        .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE));
  }

  /** The lines that the editor shows, without others' carets. */
  public String text() {
    return (String)
        page.locator(".tiptap")
            .evaluate(
                """
                editor => {
                  const copy = editor.cloneNode(true);
                  copy.querySelectorAll('.collaboration-carets__caret').forEach(e => e.remove());
                  return [...copy.children].map(line => line.textContent).join('\\n').trim();
                }
                """);
  }

  @Override
  public void close() {
    context.close();
  }
}
