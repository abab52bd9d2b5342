package coedit.system.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coedit.system.GuardedServer;
import coedit.system.LibertyServer;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.SelectOption;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A document is shared in the page with people and groups of an LDAP directory. */
class SharingIT {

  private static final LibertyServer SERVER = GuardedServer.get();

  /** After a change of rights, at open pages. */
  private static final double SOON = Duration.ofSeconds(5).toMillis();

  private static Chromium chromium;

  @BeforeAll
  static void start() {
    chromium = Chromium.start();
  }

  @AfterAll
  static void stop() {
    chromium.close();
  }

  private static Person person(String user) {
    return Person.signIn(chromium.browser(), SERVER.address(), user);
  }

  @Test
  void somebodyWhoIsLookedUpGetsARightThatHoldsAtAnOpenPageAtOnce() {
    try (Person alice = person("alice");
        Person edda = person("edda")) {
      alice.creates("plain text", "shared");
      opensInVain(edda, alice);

      share(alice, "Edd", "Edda", "can edit");
      edda.page().reload();
      edda.sees(edda.editor());
      // It was there for everybody, and dead.
      PlaywrightAssertions.assertThat(button(edda, "Share")).isHidden();
      edda.editor().focus();
      edda.types("from edda");
      edda.seesStatus("Saved");

      long changed = System.nanoTime();
      choose(alice, "edda", "can view");
      isReadOnly(edda, true);
      System.out.printf(
          "an open page was read-only after %d ms%n",
          Duration.ofNanos(System.nanoTime() - changed).toMillis());
      edda.types(" and more");
      assertEquals("from edda", edda.stored("text/plain"));
      assertEquals("from edda", edda.shownText());

      choose(alice, "edda", "can edit");
      isReadOnly(edda, false);
      edda.editor().focus();
      edda.presses("Control+End");
      edda.types(", again");
      edda.seesStatus("Saved");
      assertEquals("from edda, again", edda.stored("text/plain"));

      button(alice, "Remove edda").click();
      edda.sees(edda.page().getByText("There is no such document"));
      assertEquals("404", edda.stored("text/plain"));
    }
  }

  @Test
  void theMembersOfAGroupThatIsLookedUpGetARight() {
    try (Person alice = person("alice");
        Person gwen = person("gwen")) {
      alice.creates("plain text", "for editors");
      opensInVain(gwen, alice);
      share(alice, "edit", "editors", "can edit");
      gwen.page().reload();
      gwen.sees(gwen.editor());
      gwen.editor().focus();
      gwen.types("from gwen");
      gwen.seesStatus("Saved");
      button(alice, "Remove editors").click();
      gwen.sees(gwen.page().getByText("There is no such document"));
      assertEquals("from gwen", alice.stored("text/plain"));
    }
  }

  @Test
  void whoIsNobodyIsNotFound() {
    try (Person alice = person("alice")) {
      alice.creates("plain text", "for nobody");
      opensDialog(alice);
      alice.page().getByLabel("Add people or groups").fill("nobody-at-all");
      alice.sees(alice.page().getByText("Nobody’s name begins with"));
    }
  }

  private static void opensInVain(Person person, Person owner) {
    person.page().navigate(owner.page().url());
    person.sees(person.page().getByText("There is no such document"));
  }

  private static void share(Person owner, String beginning, String shown, String right) {
    opensDialog(owner);
    owner.page().getByLabel("What the new one may do").selectOption(label(right));
    owner.page().getByLabel("Add people or groups").pressSequentially(beginning);
    Locator found =
        owner.page().getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName(shown)).first();
    owner.sees(found);
    owner.presses("Enter");
    owner.sees(owner.page().locator(".grants li").filter(hasText(shown.toLowerCase(Locale.ROOT))));
  }

  private static void opensDialog(Person owner) {
    button(owner, "Share").click();
    owner.sees(owner.page().getByLabel("Add people or groups"));
  }

  private static void choose(Person owner, String name, String right) {
    owner.page().getByLabel("What " + name + " may do").selectOption(label(right));
  }

  private static SelectOption label(String text) {
    return new SelectOption().setLabel(text);
  }

  private static void isReadOnly(Person person, boolean readOnly) {
    PlaywrightAssertions.assertThat(person.page().locator(".read-only-note"))
        .isVisible(new LocatorAssertions.IsVisibleOptions().setVisible(readOnly).setTimeout(SOON));
  }

  private static Locator button(Person person, String name) {
    return person
        .page()
        .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Locator.FilterOptions hasText(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }
}
