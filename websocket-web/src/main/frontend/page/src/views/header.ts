import { avatar, h } from "../dom.js";
import { messageOf, type App } from "./view.js";
import { notify } from "./notices.js";

/** Who is signed in, and the way out. */
export function account(app: App): HTMLElement {
  const user = app.session.user ?? "";
  const signOut = async (): Promise<void> => {
    try {
      await app.session.signOut();
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
    h("a", { class: "account-name", href: "#/sign-ins", title: "Your sign-ins" }, app.session.name),
    app.session.administrator && h("a", { class: "account-name", href: "#/audit" }, "Audit log"),
    h("button", { class: "quiet", type: "button", onclick: () => void signOut() }, "Sign out"),
  );
}
