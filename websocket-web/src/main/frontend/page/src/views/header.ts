import { avatar, h } from "../dom.js";
import { copies, type Copy } from "../yjs/copies.js";
import { messageOf, type App } from "./view.js";
import { ask, notify } from "./notices.js";

/** Who is signed in, and the way out. */
export function account(app: App): HTMLElement {
  const user = app.session.user ?? "";
  const signOut = async (): Promise<void> => {
    const unsent = copies.of(user).filter(({ id }) => copies.hasUnsent(user, id));
    if (unsent.length > 0 && !(await ask(unsentWarning(unsent), "Sign out and discard", "Stay signed in"))) {
      return;
    }
    try {
      await app.session.signOut();
      await copies.removeAll(user);
      location.hash = "";
      location.reload();
    } catch (failure) {
      notify(messageOf(failure));
    }
  };
  return h(
    "div",
    { class: "account" },
    avatar(user, app.session.name),
    h("a", { class: "account-name", href: "#/sign-ins", title: "Your sign-ins and password" }, app.session.name),
    app.session.administrator && h("a", { class: "account-name", href: "#/audit" }, "Audit log"),
    h("button", { class: "quiet", type: "button", onclick: () => void signOut() }, "Sign out"),
  );
}

function unsentWarning(unsent: readonly Copy[]): string {
  const titles = unsent.map(({ title }) => `“${title || "Untitled"}”`).join(", ");
  return `What you last wrote in ${titles} is on this device only: there was no connection to send it. Signing out removes it.`;
}
