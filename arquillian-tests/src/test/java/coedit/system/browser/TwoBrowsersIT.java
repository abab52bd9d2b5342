package coedit.system.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.persistence.postgres.PostgresServer;
import coedit.system.Await;
import coedit.system.Databases;
import coedit.system.LibertyServer;
import coedit.system.Processes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.WebSocketRoute;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Alice and Bob in one document, each in a browser. */
class TwoBrowsersIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static PostgresServer database;
  private static LibertyServer server;
  private static Chromium chromium;

  private Person alice;
  private Person bob;

  @BeforeAll
  static void start() {
    chromium = Chromium.start();
    database = PostgresServer.start();
    server = new LibertyServer("browser", Databases.on(database)).launch().awaitReady();
  }

  @AfterAll
  static void stop() throws Exception {
    for (AutoCloseable started : Arrays.asList(chromium, server, database)) {
      if (started != null) {
        started.close();
      }
    }
  }

  @BeforeEach
  void signIn() {
    alice = Person.signIn(chromium.browser(), server.address(), "alice");
    bob = Person.signIn(chromium.browser(), server.address(), "bob");
  }

  @AfterEach
  void leave() {
    alice.close();
    bob.close();
  }

  @Test
  void twoPeopleWriteOneRichText() throws IOException {
    meetIn("rich text", "A weekend in Lisbon");
    alice.types("Friday\nWe land at noon. \nSaturday\nThe castle first. ");
    bob.sees(bob.page().getByText("The castle first."));
    sameAndSaved();
    headline(alice);
    alice.presses("Control+Home");
    headline(alice);
    alice.presses("ArrowDown", "End");
    bob.presses("Control+End");
    Person.typeAtOnce(alice, "Alice brings the tickets", bob, "Bob books a table for four");
    times(7, () -> alice.presses("Shift+ArrowLeft"));
    alice.presses("Control+b", "End");
    bob.sees(bob.bold("tickets"));
    sameAndSaved();
    bob.presses("ArrowLeft", "End");
    alice.sees(alice.caretOf("Bob"));
    byte[] left = alice.picture();
    alice.presses("ArrowLeft", "End");
    bob.sees(bob.caretOf("Alice"));
    Picture.sideBySide(Path.of("target", "two-editors.png"), left, bob.picture());

    assertEquals(alice.shownHtml(), bob.shownHtml());
    assertEquals(
        "Friday\nWe land at noon. Alice brings the tickets\nSaturday\n"
            + "The castle first. Bob books a table for four",
        alice.shownText());
    assertEquals(alice.shownText() + "\n", alice.stored("text/plain"));
    assertTrue(hasBold(bob.stored("application/json"), "tickets"), bob.stored("application/json"));
  }

  @Test
  void twoPeopleWriteOnePlainText() {
    meetIn("plain text", "Notes");
    alice.types("first line\nlast line");
    bob.sees(bob.page().getByText("last line"));
    alice.presses("Control+Home");
    bob.presses("Control+End");
    Person.typeAtOnce(alice, "Alice was here 😀. ", bob, " and Bob was there");
    bob.sees(bob.caretOf("Alice"));
    alice.sees(alice.caretOf("Bob"));
    sameAndSaved();

    assertEquals("Alice was here 😀. first line\nlast line and Bob was there", alice.shownText());
    assertEquals(alice.shownText(), bob.stored("text/plain"));
  }

  @Test
  void undoTakesBackOnesOwnEditsOnly() {
    meetIn("rich text", "Undo");
    alice.types("alpha ");
    bob.sees(bob.page().getByText("alpha"));
    sameAndSaved();
    bob.presses("Control+End");
    bob.types("beta");
    alice.sees(alice.page().getByText("alpha beta"));
    alice.presses("Control+z");
    Await.until("only beta is left", PATIENCE, () -> bob.shownText().equals("beta"));
    sameAndSaved();
  }

  @Test
  void writesOnWithoutConnectionAndMergesOnReturn() {
    meetIn("rich text", "Offline");
    alice.types("begun ");
    bob.sees(bob.page().getByText("begun"));
    sameAndSaved();
    alice.goesOffline(true);
    alice.seesStatus("Offline");
    alice.presses("Control+Home");
    bob.presses("Control+End");
    alice.types("written offline ");
    bob.types("written meanwhile");
    bob.seesStatus("Saved");
    alice.seesStatus("Offline – your changes are kept in this tab");
    assertFalse(bob.shownText().contains("offline"), bob.shownText());

    alice.goesOffline(false);
    sameAndSaved();
    assertEquals("written offline begun written meanwhile", alice.shownText());
    assertEquals(alice.shownText() + "\n", bob.stored("text/plain"));
  }

  @Test
  void comesBackToADocumentThatWasLeftUnsaved() {
    meetIn("plain text", "Left in a hurry");
    alice.types("begun ");
    bob.sees(bob.page().getByText("begun"));
    sameAndSaved();
    AtomicBoolean holds = new AtomicBoolean();
    List<Runnable> held = new ArrayList<>();
    alice
        .page()
        .routeWebSocket(
            Pattern.compile(".*/ws/v1.*"),
            socket -> {
              WebSocketRoute toServer = socket.connectToServer();
              socket.onMessage(
                  frame -> {
                    Runnable send = () -> toServer.send(frame.text());
                    if (holds.get()) {
                      held.add(send);
                    } else {
                      send.run();
                    }
                  });
            });
    alice.reloads();
    alice.sees(alice.page().getByText("begun"));
    alice.editor().click();
    holds.set(true);
    alice.presses("Control+End");
    alice.types("and more");
    alice.seesStatus("Saving");
    alice.page().getByLabel("All documents").click();
    alice.sees(alice.page().getByText("Left in a hurry"));
    alice.page().goBack();
    alice.sees(alice.page().getByText("begun and more"));
    alice.seesStatus("Saving");
    holds.set(false);
    held.forEach(Runnable::run);
    bob.sees(bob.page().getByText("begun and more"));
    sameAndSaved();
  }

  /** Nor leaves anybody in doubt about it for long, or without what was written. */
  @Test
  void neverSaysSavedWhileTheDatabaseStands() throws IOException {
    meetIn("rich text", "Database");
    alice.types("before ");
    bob.sees(bob.page().getByText("before"));
    sameAndSaved();
    ProcessHandle postgres = postgres();
    Processes.signal(postgres, "STOP");
    try {
      alice.types("dur");
      alice.seesStatus("Saving");
      Await.within(
          Duration.ofSeconds(8),
          () -> {
            assertFalse(alice.status().contains("Saved"), alice.status());
            assertFalse(bob.shownText().contains("dur"), "shown before its commit (INV-10)");
            return false;
          });
      alice.seesStatus("Not saved yet – your changes are kept in this tab");
      alice.types("ing");
      alice.seesStatus("Not saved yet");
      assertEquals("before during", alice.shownText(), "writing goes on");
      assertEquals("Saved", bob.status().strip(), "he has written nothing, and goes on reading");
      Picture.sideBySide(Path.of("target", "not-saved.png"), alice.picture(), bob.picture());
    } finally {
      Processes.signal(postgres, "CONT");
    }
    bob.sees(bob.page().getByText("before during"));
    sameAndSaved();
    // Reading is tried again some seconds after the database is back.
    Await.until(
        "the server has it", PATIENCE, () -> bob.stored("text/plain").equals("before during\n"));
  }

  private void meetIn(String kind, String title) {
    alice.creates(kind, title);
    bob.opensWhatIsOpenAt(alice);
    alice.editor().click();
    bob.editor().click();
  }

  /** The line above the caret's becomes a headline, by the toolbar. */
  private static void headline(Person person) {
    person.presses("ArrowUp");
    person.page().locator(".ql-header .ql-picker-label").click();
    person.page().locator(".ql-header .ql-picker-item[data-value='2']").click();
  }

  private static void times(int count, Runnable action) {
    for (int i = 0; i < count; i++) {
      action.run();
    }
  }

  private void sameAndSaved() {
    Await.until("both see the same", PATIENCE, () -> alice.shownText().equals(bob.shownText()));
    alice.seesStatus("Saved");
    bob.seesStatus("Saved");
    Await.until("both see the same", PATIENCE, () -> alice.shownText().equals(bob.shownText()));
  }

  private static boolean hasBold(String delta, String text) throws IOException {
    for (JsonNode insert : new ObjectMapper().readTree(delta)) {
      if (insert.path("insert").asText().equals(text)
          && insert.path("attributes").path("bold").asBoolean()) {
        return true;
      }
    }
    return false;
  }

  private static ProcessHandle postgres() {
    String port = "-p " + database.port();
    return ProcessHandle.allProcesses()
        .filter(p -> p.info().commandLine().orElse("").contains(port))
        .filter(p -> p.info().command().orElse("").endsWith("postgres"))
        .findFirst()
        .orElseThrow();
  }
}
