package coedit.system.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coedit.system.LibertyServer;
import java.util.List;

/** Finds out in somebody's window whether a script of others ran there, or could. */
final class ScriptTrap {

  /**
   * Notes every attempt: what scripts would call, and what the content security policy stops; and
   * what was shown as the name of somebody.
   */
  private static final String TRAP =
      """
      window.ran = [];
      for (const name of ['alert', 'confirm', 'prompt', 'print', 'open', 'msgbox']) {
        window[name] = () => window.ran.push(name);
      }
      window.named = new Set();
      const look = () => document.querySelectorAll('.ql-cursor-name, .peer-flag').forEach(
        ({textContent}) => window.named.add(textContent));
      new MutationObserver(look).observe(
        document, {subtree: true, childList: true, characterData: true});
      document.addEventListener('securitypolicyviolation', event => {
        if (!/^(img|font)-src/.test(event.effectiveDirective)) {
          window.ran.push(`${event.effectiveDirective} stopped ${event.blockedURI} ${event.sample}`);
        }
      });
      """;

  /** What is in the page's documents and must not be. */
  private static final String FORBIDDEN =
      """
      root => {
        const bad = [];
        for (const element of root.querySelectorAll('*')) {
          if (/^(script|iframe|object|embed|style|link|meta|base|form|template|math|foreignobject|animate|set|use)$/i.test(element.tagName)) {
            bad.push(element.outerHTML.slice(0, 120));
          }
          for (const {name, value} of element.attributes) {
            const scheme = value.replace(/[\\u0000-\\u0020]/g, '');
            const address = /^(href|src|action|formaction|xlink:href|data)$/.test(name);
            if (/^on/i.test(name) || name === 'srcdoc' ||
                (address && /^(javascript|vbscript|blob|data:text)/i.test(scheme))) {
              bad.push(`${element.tagName} ${name}=${value}`.slice(0, 120));
            }
          }
        }
        return bad;
      }
      """;

  /** What is in the page and was not put there by its own code. */
  private static final String INTRUDERS =
      """
      () => [...document.querySelectorAll('body *')].filter(element =>
        /^(script|iframe|object|embed|base|meta|math)$/i.test(element.tagName) &&
          !(element.tagName === 'SCRIPT' && element.src.startsWith(location.origin)) ||
        [...element.attributes].some(({name, value}) => /^on/i.test(name) || name === 'srcdoc' ||
          /^(href|src|action|formaction|xlink:href|data)$/.test(name) &&
            /^(javascript|vbscript|data:text)/i.test(value.replace(/[\\u0000-\\u0020]/g, ''))) ||
        element.matches('img[src="x"], img[src="x:x"]')
      ).map(element => element.outerHTML.slice(0, 120))
      """;

  private ScriptTrap() {}

  /** Somebody who is signed in, in a window with the trap. */
  static Person watched(Chromium chromium, LibertyServer server, String user) {
    Person person = Person.signIn(chromium.browser(), server.address(), user);
    person.page().addInitScript(TRAP);
    person.page().reload();
    person.sees(person.page().getByText("Sign out"));
    return person;
  }

  static void assertNothingRan(Person person) {
    assertEquals(List.of(), person.page().evaluate("() => window.ran"));
    assertEquals(List.of(), person.page().evaluate(INTRUDERS));
  }

  static void assertNothingForbidden(Person person) {
    assertEquals(List.of(), person.editor().evaluate(FORBIDDEN));
  }

  /** The same of HTML that the server gave. */
  static void assertNothingForbidden(Person person, String html) {
    Object bad =
        person
            .page()
            .evaluate(
                "html => ("
                    + FORBIDDEN
                    + ")(new DOMParser().parseFromString(html, 'text/html').body)",
                html);
    assertEquals(List.of(), bad);
  }

  /** Every name that was shown at somebody's caret. */
  @SuppressWarnings("unchecked")
  static List<String> named(Person person) {
    return (List<String>) person.page().evaluate("() => [...window.named]");
  }
}
