package coedit.system.browser;

import coedit.system.LibertyServer;
import coedit.system.SharedServer;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The page of another site with ours in a frame, as a browser treats it. */
class EmbeddedIT {

  private static final LibertyServer SERVER = SharedServer.get();
  private static final double PATIENCE = Duration.ofSeconds(30).toMillis();

  @Test
  void aPageThatMayEmbedOursShowsItAndPeopleWriteInIt() throws IOException {
    HttpServer site = site();
    int port = site.getAddress().getPort();
    try (Chromium chromium = Chromium.start();
        BrowserContext context = chromium.browser().newContext()) {
      FrameLocator frame = framed(context.newPage(), "http://localhost:" + port);
      frame.getByLabel("Name").fill("bob");
      frame.getByLabel("Password").fill("bob");
      button(frame, "Sign in");
      frame.getByLabel("Title of the new document").fill("in a frame");
      button(frame, "New plain text");
      frame.locator(".cm-content").pressSequentially("written in a frame");
      PlaywrightAssertions.assertThat(frame.locator(".status").first())
          .containsText("Saved", new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE));
      FrameLocator elsewhere = framed(context.newPage(), "http://127.0.0.1:" + port);
      PlaywrightAssertions.assertThat(elsewhere.getByText("Sign out")).hasCount(0);
      PlaywrightAssertions.assertThat(elsewhere.getByLabel("Name")).hasCount(0);
    } finally {
      site.stop(0);
    }
  }

  private static void button(FrameLocator frame, String text) {
    frame.locator("button", new FrameLocator.LocatorOptions().setHasText(text)).click();
  }

  private static FrameLocator framed(Page page, String origin) {
    page.setDefaultTimeout(PATIENCE);
    page.navigate(origin);
    return page.frameLocator("iframe");
  }

  /** Another site on this machine, whose page has ours in a frame. */
  private static HttpServer site() throws IOException {
    HttpServer site =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    String page = "<iframe width=800 height=600 src=" + SERVER.address() + "/></iframe>";
    byte[] bytes = page.getBytes(StandardCharsets.US_ASCII);
    site.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().add("Content-Type", "text/html");
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    site.start();
    return site;
  }
}
