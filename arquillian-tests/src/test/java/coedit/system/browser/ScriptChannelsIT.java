package coedit.system.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.system.Await;
import coedit.system.GuardedServer;
import coedit.system.HostileClients;
import coedit.system.HostileClients.Deed;
import coedit.system.LibertyServer;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Every payload on every way into the page besides pasting and typing (which are {@link
 * ScriptInContentIT}): titles, user names, imports, links, embeds, and what clients say of
 * themselves. None runs, and none is left in what is exported.
 */
class ScriptChannelsIT {

  private static final LibertyServer SERVER = GuardedServer.get();
  private static final List<String> PAYLOADS = ScriptPayloads.all();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** What clients say of themselves is cut to so many letters. */
  private static final int SHOWN = 100;

  private static final String EVERYBODY_EDITS =
      "{\"grants\":[{\"kind\":\"user\",\"subject\":\"alice\",\"access\":\"admin\"},"
          + "{\"kind\":\"everyone\",\"access\":\"edit\"}]}";

  /** Calls of the REST interface, one after the other; their statuses. */
  private static final String CALLS =
      """
      async calls => {
        const token = document.cookie.match(/coedit-csrf=([^;]+)/)[1];
        const statuses = [];
        for (const [method, path, type, body] of calls) {
          const headers = {'X-CSRF-Token': token, 'Content-Type': type};
          statuses.push((await fetch('/api/v1/' + path, {method, headers, body})).status);
        }
        return statuses;
      }
      """;

  /** Submits operations, each in a submission of its own; the answers. */
  private static final String SUBMISSIONS =
      """
      operations => new Promise((resolve, reject) => {
        const d = location.hash.slice('#/d/'.length);
        const socket =
          new WebSocket(location.origin.replace('http', 'ws') + '/ws/v1', 'coedit.v1.json');
        const answers = [];
        let head;
        const next = () => {
          const operation = operations[answers.length];
          if (operation === undefined) {
            socket.close();
            resolve(answers);
          } else {
            socket.send(JSON.stringify({t: 'submit', d, seq: 1, base: head, ops: [[operation]]}));
          }
        };
        socket.onerror = reject;
        socket.onmessage = event => [JSON.parse(event.data)].flat().forEach(message => {
          if (message.t === 'welcome') {
            socket.send(JSON.stringify({t: 'join', d}));
          } else if (message.t === 'joined') {
            head = message.head;
            next();
          } else if (message.t === 'refuse' && message.code === 'rate') {
            setTimeout(next, message.retryAfter);
          } else if (message.t === 'refuse') {
            answers.push(message.code);
            next();
          } else if (message.t === 'ops' || message.t === 'ack') {
            answers.push(message.t);
            socket.close();
            resolve(answers);
          }
        });
      })
      """;

  private static Chromium chromium;
  private Person alice;

  @BeforeAll
  static void start() {
    assertTrue(PAYLOADS.stream().distinct().count() >= 200, PAYLOADS.size() + " payloads");
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

  @SuppressWarnings("unchecked")
  private static List<Integer> calls(Person person, List<List<String>> calls) {
    return (List<Integer>) person.page().evaluate(CALLS, calls);
  }

  private static List<String> json(String method, String path, String body) {
    return List.of(method, path, "application/json", body);
  }

  private String open() {
    return alice.page().url().replaceFirst(".*#/d/", "").replaceFirst("/.*", "");
  }

  private void everybodyEdits() {
    String path = "documents/" + open() + "/grants";
    assertEquals(List.of(200), calls(alice, List.of(json("PUT", path, EVERYBODY_EDITS))));
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.chars()
        .forEach(
            c ->
                quoted.append(
                    c < ' ' || c == '"' || c == '\\' ? "\\u%04x".formatted(c) : "" + (char) c));
    return quoted.append('"').toString();
  }

  @Test
  void titlesAreText() {
    List<List<String>> creations = new ArrayList<>();
    for (String payload : PAYLOADS) { // the first ones last: the list shows the newest
      String title = quoted(payload);
      creations.add(0, json("POST", "documents", "{\"type\":\"text\",\"title\":" + title + "}"));
    }
    List<Integer> made = calls(alice, creations);
    assertEquals(PAYLOADS.size(), made.stream().filter(status -> status == 201).count(), "" + made);
    alice.page().reload();
    alice.sees(link("a<b and b>c").first());
    int shown = link("alert(1)").count();
    assertTrue(shown >= 150, shown + " of the newest 200 titles");
    ScriptTrap.assertNothingRan(alice);
    link("</title>").first().click();
    alice.sees(alice.editor());
    assertTrue(alice.page().title().startsWith("</title><script>"), alice.page().title());
  }

  private Locator link(String text) {
    return alice.page().getByRole(AriaRole.LINK).filter(hasText(text));
  }

  private static Locator.FilterOptions hasText(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  /** As text they stay what they are; as a link or an embed they are not let in at all. */
  @Test
  void whatIsImportedIsTextOrIsRefused() {
    String text = String.join("\n", PAYLOADS).replace('\u0001', ' ');
    for (String type : List.of("richtext", "text", "yjs")) {
      String path = "documents/import?title=x&name=imported-" + type + "&type=" + type;
      assertEquals(List.of(201), calls(alice, List.of(List.of("POST", path, "text/plain", text))));
      alice.page().navigate(SERVER.address() + "/#/d/" + idOf("imported-" + type));
      alice.sees(alice.editor());
      alice.sees(alice.editor().getByText(PAYLOADS.get(0)).first());
      exportsNothing();
    }
    for (Map.Entry<String, String> form :
        Map.of(
                "link", "[{\"insert\":\"x\",\"attributes\":{\"link\":%s}},{\"insert\":\"\\n\"}]",
                "image", "[{\"insert\":{\"image\":%s}},{\"insert\":\"\\n\"}]",
                "video", "[{\"insert\":{\"video\":%s}},{\"insert\":\"\\n\"}]")
            .entrySet()) {
      List<List<String>> imports =
          PAYLOADS.stream()
              .map(p -> form.getValue().formatted(quoted(p)))
              .map(
                  delta ->
                      List.of(
                          "POST",
                          "documents/import?title=x&type=richtext",
                          "application/json",
                          delta))
              .toList();
      assertEquals(List.of(400), calls(alice, imports).stream().distinct().toList(), form.getKey());
    }
  }

  private String idOf(String name) {
    return (String)
        alice
            .page()
            .evaluate(
                "async name => (await (await fetch('/api/v1/documents?name=' + name)).json())"
                    + ".documents[0].id",
                name);
  }

  private void exportsNothing() {
    ScriptTrap.assertNothingForbidden(alice);
    ScriptTrap.assertNothingRan(alice);
    ScriptTrap.assertNothingForbidden(alice, alice.stored("text/html"));
  }

  /** Straight to the server, past the page. */
  @Test
  @SuppressWarnings("unchecked")
  void linksAndEmbedsThatTheModelDoesNotAllowAreRefused() {
    alice.creates("rich text", "submitted");
    List<Map<String, Object>> operations = new ArrayList<>();
    List<String> all = new ArrayList<>(PAYLOADS);
    all.addAll(ScriptPayloads.schemes());
    for (String payload : all) {
      operations.add(Map.of("insert", "x", "attributes", Map.of("link", payload)));
      operations.add(Map.of("insert", Map.of("image", payload)));
      operations.add(Map.of("insert", Map.of("video", payload)));
      operations.add(Map.of("insert", Map.of(payload, payload)));
      operations.add(Map.of("insert", "x", "attributes", Map.of(payload, "alert(1)")));
    }
    int sockets = 6;
    int each = (operations.size() + sockets - 1) / sockets;
    for (int from = 0; from < operations.size(); from += each) {
      List<Map<String, Object>> some =
          operations.subList(from, Math.min(operations.size(), from + each));
      List<String> answers = (List<String>) alice.page().evaluate(SUBMISSIONS, some);
      assertEquals(
          List.of("invalid-operation"),
          answers.stream().distinct().toList(),
          some.get(answers.size() - 1).toString());
      assertEquals(some.size(), answers.size());
    }
    exportsNothing();
  }

  /** The server does not look into the content of Yjs documents: the page does. */
  @Test
  void whatAProgramPutsIntoAYjsDocumentIsShownAsTextOrNotAtAll() {
    alice.createsForOffline("rich text", "painted");
    everybodyEdits();
    HostileClients.run(Deed.PAINT, SERVER, open(), PAYLOADS);
    alice.sees(alice.page().getByText("the end"));
    exportsNothing();
    alice.reloads();
    alice.sees(alice.page().getByText("the end"));
    alice.editor().hover();
    exportsNothing();
    assertTrue(alice.shownText().contains("a<b and b>c"), "text stays");
  }

  @Test
  void namesAndStatesOfOthersAreTextAtTheirCarets() {
    for (String kind : List.of("rich text", "plain text")) {
      alice.page().navigate(SERVER.address().toString());
      alice.creates(kind, "shared");
      everybodyEdits();
      areNamed(Deed.PRESENT);
      alice.page().navigate(SERVER.address().toString());
      alice.createsForOffline(kind, "shared");
      everybodyEdits();
      alice.editor().click();
      alice.types("x");
      alice.seesStatus("Saved");
      areNamed(Deed.AWARE);
    }
  }

  /** States that follow each other fast may be skipped: those come again. */
  private void areNamed(Deed deed) {
    String document = open();
    List<String> missing = PAYLOADS;
    for (int round = 0; round < 4 && !missing.isEmpty(); round++) {
      HostileClients.run(deed, SERVER, document, missing);
      missing = unnamed();
    }
    assertEquals(List.of(), missing, deed + ": not shown at a caret");
    ScriptTrap.assertNothingRan(alice);
  }

  private List<String> unnamed() {
    List<String> named = ScriptTrap.named(alice);
    return PAYLOADS.stream()
        .filter(
            p -> !named.contains(p) && !named.contains(p.substring(0, Math.min(SHOWN, p.length()))))
        .toList();
  }

  /** In the dialog, and in what administrators see. */
  @Test
  void userNamesAreText() {
    alice.creates("plain text", "shared with payloads");
    String path = "documents/" + open() + "/grants";
    for (int from = 0; from < PAYLOADS.size(); from += 150) {
      StringBuilder grants =
          new StringBuilder(
              "{\"grants\":[{\"kind\":\"user\",\"subject\":\"alice\",\"access\":\"admin\"}");
      for (String p : PAYLOADS.subList(from, Math.min(PAYLOADS.size(), from + 150))) {
        String kind = from == 0 ? "user" : "group";
        grants.append(
            ",{\"kind\":\"%s\",\"subject\":%s,\"access\":\"view\"}".formatted(kind, quoted(p)));
      }
      assertEquals(List.of(200), calls(alice, List.of(json("PUT", path, grants + "]}"))));
      opensTheDialog();
      assertTrue(alice.page().locator(".grants li").count() > 50);
      ScriptTrap.assertNothingRan(alice);
    }
    PAYLOADS.forEach(p -> assertEquals(200, HostileClients.signsIn(SERVER, p), p));
    try (Person admin = ScriptTrap.watched(chromium, SERVER, "admin")) {
      for (String view : Arrays.asList("all-sign-ins", "audit")) {
        admin.page().navigate(SERVER.address() + "/#/" + view);
        Await.until(
            "names in " + view,
            PATIENCE,
            () -> admin.page().locator("td").filter(hasText("alert(1)")).count() >= 50);
        ScriptTrap.assertNothingRan(admin);
      }
    }
  }

  private void opensTheDialog() {
    Locator shown = alice.page().locator(".grants li").filter(hasText("alert(1)")).first();
    alice.page().reload();
    alice.page().getByRole(AriaRole.BUTTON, named("Share")).click();
    if (!Await.within(PATIENCE, shown::isVisible)) {
      throw new AssertionError("no dialog, but:\n" + alice.page().locator("body").innerText());
    }
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }
}
