package coedit.system.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.system.Await;
import coedit.system.LibertyServer;
import coedit.system.SharedServer;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Documents of the page that work offline: Yjs under Quill and CodeMirror, with a copy in the
 * browser.
 */
class OfflineDocumentsIT {

  private static final LibertyServer SERVER = SharedServer.get();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static Chromium chromium;
  private Person alice;
  private Person bob;

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
    alice = Person.signIn(chromium.browser(), SERVER.address(), "alice");
    bob = Person.signIn(chromium.browser(), SERVER.address(), "bob");
  }

  @AfterEach
  void leave() {
    alice.close();
    bob.close();
  }

  @Test
  void twoPeopleWriteOneRichTextAtOnce() throws IOException {
    meetIn("rich text", "A weekend in Porto");
    alice.types("Friday\nWe land at noon. \nSaturday\nThe bridge first. ");
    bob.sees(bob.page().getByText("The bridge first."));
    sameAndSaved();
    alice.presses("ArrowUp", "ArrowUp", "End");
    bob.presses("Control+End");
    Person.typeAtOnce(alice, "Alice brings the tickets", bob, "Bob books a table for four");
    for (int i = 0; i < 7; i++) {
      alice.presses("Shift+ArrowLeft");
    }
    alice.presses("Control+b", "End");
    bob.sees(bob.bold("tickets"));
    bob.presses("ArrowLeft", "End");
    alice.sees(alice.caretOf("Bob"));
    alice.presses("ArrowLeft", "End");
    bob.sees(bob.caretOf("Alice"));
    bob.sees(bob.page().getByLabel("Also here").getByLabel("Alice"));
    sameAndSaved();
    Picture.sideBySide(Path.of("target", "offline-documents.png"), alice.picture(), bob.picture());

    assertEquals(alice.shownHtml(), bob.shownHtml());
    assertEquals(
        "Friday\nWe land at noon. Alice brings the tickets\nSaturday\n"
            + "The bridge first. Bob books a table for four",
        alice.shownText());
    assertEquals(alice.shownText(), alice.stored("text/plain").strip());
    assertTrue(
        bob.stored("text/html").contains("<strong>tickets</strong>"), bob.stored("text/html"));
  }

  @Test
  void twoPeopleWriteOnePlainTextAtOnceAndUndoTheirOwn() {
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
    bob.presses("Control+z");
    Await.until("Bob's is undone", PATIENCE, () -> !alice.shownText().contains("Bob"));
    sameAndSaved();
    assertEquals("Alice was here 😀. first line\nlast line", alice.shownText());
  }

  /** The window is loaded anew without any connection: page and text come from the browser. */
  @Test
  void whatIsWrittenOfflineOutlivesAReloadAndIsSentWhenBack() {
    meetIn("rich text", "On the train");
    alice.types("begun ");
    bob.sees(bob.page().getByText("begun"));
    sameAndSaved();
    alice.awaitsOfflinePage();
    alice.goesOffline(true);
    alice.seesStatus("Offline");
    alice.presses("Control+Home");
    alice.types("written offline ");
    alice.seesStatus("Offline – your changes are kept on this device");
    bob.presses("Control+End");
    bob.types("written meanwhile");
    bob.seesStatus("Saved");
    alice.reloads();
    alice.seesStatus("Offline – your changes are kept on this device");
    assertEquals("written offline begun", alice.shownText().strip());
    assertFalse(bob.shownText().contains("offline"), bob.shownText());

    alice.page().getByLabel("All documents").click();
    alice.sees(alice.page().getByText("On this device"));
    alice.goesOffline(false);
    bob.sees(bob.page().getByText("written offline"));
    alice.opensWhatIsOpenAt(bob);
    sameAndSaved();
    assertEquals("written offline begun written meanwhile", alice.shownText());
    assertEquals(alice.shownText(), bob.stored("text/plain").strip());
  }

  @Test
  void signingOutLeavesNothingInTheBrowserAndAsksBeforeItDropsWhatIsNotSent() {
    alice.createsForOffline("plain text", "Private");
    alice.editor().click();
    alice.types("for my eyes only");
    alice.seesStatus("Saved");
    assertEquals(1, alice.kept().size(), alice.kept().toString());
    alice.goesOffline(true);
    alice.seesStatus("Offline");
    alice.types(", still");
    alice.page().getByText("Sign out").click();
    alice.page().getByText("Stay signed in").click();
    alice.goesOffline(false);
    alice.seesStatus("Saved");
    alice.page().getByText("Sign out").click();
    alice.sees(alice.page().getByLabel("Password"));
    assertEquals(List.of(), alice.kept());
    assertEquals(0, alice.page().evaluate("() => localStorage.length"));
  }

  @Test
  void whoLosesTheRightLosesTheCopy() {
    meetIn("plain text", "Not for long");
    alice.types("secret");
    bob.sees(bob.page().getByText("secret"));
    sameAndSaved();
    assertEquals(1, bob.kept().size());
    alice.keepsForHerself();
    bob.sees(
        bob.page()
            .getByRole(AriaRole.ALERT, new Page.GetByRoleOptions())
            .getByText("no such document"));
    Await.until("the copy is gone", PATIENCE, () -> bob.kept().isEmpty());
    assertEquals("secret", alice.shownText());
  }

  private void meetIn(String kind, String title) {
    alice.createsForOffline(kind, title);
    bob.opensWhatIsOpenAt(alice);
    alice.editor().click();
    bob.editor().click();
  }

  private void sameAndSaved() {
    Await.until("both see the same", PATIENCE, () -> alice.shownText().equals(bob.shownText()));
    alice.seesStatus("Saved");
    bob.seesStatus("Saved");
    Await.until("both see the same", PATIENCE, () -> alice.shownText().equals(bob.shownText()));
  }
}
