package coedit.system.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.system.SharedServer;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What a browser keeps of a sign-in: cookies that no script reads, and nothing else. */
class BrowserSecretsIT {

  private static final String READABLE =
      """
      () => JSON.stringify(
        [Object.entries(localStorage), Object.entries(sessionStorage), document.cookie, history.state])
      """;

  @Test
  void neitherScriptsNorAddressesHoldWhatSignsSomebodyIn() {
    try (Chromium chromium = Chromium.start();
        Person alice = Person.signIn(chromium.browser(), SharedServer.get().address(), "alice")) {
      Page page = alice.page();
      List<String> addresses = new CopyOnWriteArrayList<>();
      page.onRequest(request -> addresses.add(request.url()));
      page.onWebSocket(socket -> addresses.add(socket.url()));
      alice.createsForOffline("rich text", "Kept here");
      alice.types("kept on this device");
      alice.seesStatus("Saved");
      alice.reloads();
      alice.sees(page.getByText("kept on this device"));

      List<Cookie> cookies = page.context().cookies();
      List<String> readable =
          cookies.stream().filter(cookie -> !cookie.httpOnly).map(cookie -> cookie.name).toList();
      assertEquals(List.of("coedit-csrf"), readable);
      assertTrue(cookies.size() >= 3, "one to come in by, one to renew that, one against forgery");
      String kept = (String) page.evaluate(READABLE);
      for (Cookie cookie : cookies) {
        assertTrue(cookie.secure, cookie.name);
        assertFalse(
            addresses.stream().anyMatch(address -> address.contains(cookie.value)), cookie.name);
        assertFalse(cookie.httpOnly && kept.contains(cookie.value), cookie.name);
      }
      assertFalse(kept.contains("eyJ"), "a token: " + kept);
      assertFalse(addresses.isEmpty());
    }
  }
}
