import { ApiError } from "../api.js";
import { h } from "../dom.js";
import type { Session } from "../session.js";
import { messageOf } from "./view.js";

/** The form that asks for name and password; `done` is called once they are right. */
export function signInForm(session: Session, done: () => void, user?: string): HTMLFormElement {
  const name = h("input", { id: "user", name: "user", autocomplete: "username", required: true, autocapitalize: "none", spellcheck: "false" });
  const password = h("input", { id: "password", name: "password", type: "password", autocomplete: "current-password", required: true });
  const error = h("p", { class: "error", role: "alert" });
  const button = h("button", { class: "primary", type: "submit" }, "Sign in");
  if (user !== undefined) {
    name.value = user;
    name.readOnly = true;
  }
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    button.disabled = true;
    error.textContent = "";
    try {
      await session.signIn(name.value.trim(), password.value);
      done();
    } catch (failure) {
      const wrong = failure instanceof ApiError && failure.status === 401;
      error.textContent = wrong ? "The name or the password is not right." : messageOf(failure);
      password.select();
      password.focus();
    } finally {
      button.disabled = false;
    }
  };
  return h(
    "form",
    { class: "sign-in", onsubmit: submit },
    h("label", { for: "user" }, "Name"),
    name,
    h("label", { for: "password" }, "Password"),
    password,
    error,
    button,
  );
}

export function signInView(session: Session, done: () => void): HTMLElement {
  return h(
    "main",
    { class: "centred" },
    h("div", { class: "card" }, h("h1", { class: "brand" }, "Coedit"), h("p", { class: "muted" }, "Write together."), signInForm(session, done)),
  );
}

/** Asks for the password again over whatever is shown, so that unsaved edits stay where they are. */
export function signInAgain(session: Session, done: () => void): void {
  if (document.querySelector("dialog.sign-in-again") !== null) {
    return;
  }
  const dialog = h("dialog", { class: "card sign-in-again", "aria-labelledby": "again" });
  dialog.append(
    h("h2", { id: "again" }, "Sign in again"),
    h("p", { class: "muted" }, "Your sign-in has ended. What you wrote is still here and is saved when you are back."),
    signInForm(
      session,
      () => {
        dialog.remove();
        done();
      },
      session.user,
    ),
  );
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector<HTMLInputElement>("#password")?.focus();
}
