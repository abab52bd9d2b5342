package coedit.system.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coedit.system.GuardedServer;
import coedit.system.LibertyServer;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;

/** Where administrators disable accounts, and where people change their passwords. */
class AccountsPageIT {

  private static final LibertyServer SERVER = GuardedServer.get();

  @Test
  void anAdministratorDisablesAnAccountAndEnablesItAgain() {
    try (Chromium chromium = Chromium.start();
        Person admin = Person.signIn(chromium.browser(), SERVER.address(), "admin");
        Person bob = Person.signIn(chromium.browser(), SERVER.address(), "bob")) {
      admin.page().navigate(SERVER.address() + "/#/all-sign-ins");
      button(admin, "Disable bob").click();
      button(admin, "Disable").click();
      try {
        admin.sees(button(admin, "Enable bob"));
        bob.sees(bob.page().getByText("Sign in again"));
        signsInAgain(bob);
        bob.sees(bob.page().getByText("The name or the password is not right"));
      } finally {
        button(admin, "Enable bob").click();
      }
      admin.sees(button(admin, "Disable bob"));
      signsInAgain(bob);
      bob.sees(bob.page().getByLabel("Title of the new document"));
      PlaywrightAssertions.assertThat(bob.page().getByText("Sign in again")).hasCount(0);
      button(admin, "Disable admin").click();
      button(admin, "Disable").click();
      admin.sees(admin.page().getByText("the last administrator"));
    }
  }

  @Test
  void whoHasABuiltInAccountFindsWhereToChangeThePassword() {
    try (Chromium chromium = Chromium.start();
        Person bob = Person.signIn(chromium.browser(), SERVER.address(), "bob");
        Person vera = Person.signIn(chromium.browser(), SERVER.address(), "vera")) {
      bob.page().getByTitle("Your sign-ins and password").click();
      writes(bob, "not mine", "another one", "another two");
      bob.sees(bob.page().getByText("not written the same twice"));
      writes(bob, "not mine", "another one", "another one");
      bob.sees(bob.page().getByText("The old password is not right"));
      vera.page().getByTitle("Your sign-ins and password").click();
      vera.sees(button(vera, "Sign out everywhere"));
      assertEquals(0, button(vera, "Change password").count(), "the directory has it");
    }
  }

  private static void writes(Person person, String old, String fresh, String again) {
    person.page().getByLabel("Old password").fill(old);
    person.page().getByLabel("New password, 8").fill(fresh);
    person.page().getByLabel("New password again").fill(again);
    button(person, "Change password").click();
  }

  private static void signsInAgain(Person person) {
    person.page().locator("dialog #password").fill("bob");
    person.page().locator("dialog button[type=submit]").click();
  }

  private static Locator button(Person person, String name) {
    return person
        .page()
        .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }
}
