import { api, ApiError, type AccountInfo } from "../api.js";
import { h } from "../dom.js";
import { ask, notify } from "./notices.js";
import { messageOf, type App } from "./view.js";

/** The built-in accounts, for administrators; each can be disabled. `changed` is called when one was. */
export function accountsTable(app: App, changed: () => void): HTMLElement {
  const place = h("div", { "aria-live": "polite" });
  const load = async (): Promise<void> => {
    try {
      place.replaceChildren(table(await app.session.with(() => api.accounts())));
    } catch (failure) {
      place.replaceChildren(h("p", { class: "error", role: "alert" }, messageOf(failure)));
    }
  };
  const enable = async ({ user }: AccountInfo, enabled: boolean): Promise<void> => {
    const warning = `Nobody can sign in as ${user} any more, and who is signed in is signed out everywhere.`;
    if (!enabled && !(await ask(warning, "Disable", "Leave it"))) {
      return;
    }
    try {
      await app.session.with(() => api.enableAccount(user, enabled));
      await load();
      changed();
    } catch (failure) {
      notify(messageOf(failure));
    }
  };
  const action = (account: AccountInfo): HTMLElement | false => {
    if (account.state === "left-by-demo") {
      return false;
    }
    const enabled = account.state === "enabled";
    const name = `${enabled ? "Disable" : "Enable"} ${account.user}`;
    return h(
      "button",
      { type: "button", class: "quiet", "aria-label": name, onclick: () => void enable(account, !enabled) },
      enabled ? "Disable" : "Enable",
    );
  };
  const row = (account: AccountInfo): HTMLElement =>
    h(
      "tr",
      {},
      h("td", {}, account.user),
      h("td", { class: "muted" }, account.displayName),
      h("td", {}, stateOf(account)),
      h("td", {}, action(account)),
    );
  const table = (accounts: readonly AccountInfo[]): HTMLElement => {
    const head = h("tr", {}, ...["User", "Name", "May sign in", ""].map((text) => h("th", { scope: "col" }, text)));
    return h("table", { class: "plain accounts" }, h("thead", {}, head), h("tbody", {}, ...accounts.map(row)));
  };
  void load();
  return place;
}

function stateOf({ state }: AccountInfo): string {
  switch (state) {
    case "enabled":
      return "yes";
    case "disabled":
      return "no";
    case "left-by-demo":
      return "no, left from the demo";
  }
}

/** Changes one's own password; who is signed in elsewhere is signed out there. */
export function passwordForm(app: App, changed: () => void): HTMLElement {
  const field = (id: string, autocomplete: "current-password" | "new-password"): HTMLInputElement =>
    h("input", { id, type: "password", autocomplete, required: true, ...(autocomplete === "new-password" ? { minlength: "8" } : {}) });
  const old = field("old-password", "current-password");
  const fresh = field("new-password", "new-password");
  const again = field("new-password-again", "new-password");
  const error = h("p", { class: "error", role: "alert" });
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    error.textContent = "";
    if (fresh.value !== again.value) {
      error.textContent = "The new password was not written the same twice.";
      return;
    }
    try {
      await app.session.with(() => api.changePassword(old.value, fresh.value));
      form.reset();
      notify("Your password is changed. You are signed out everywhere else.", "done");
      changed();
    } catch (failure) {
      const wrong = failure instanceof ApiError && failure.status === 403;
      error.textContent = wrong ? "The old password is not right." : messageOf(failure);
    }
  };
  const form = h(
    "form",
    { class: "sign-in password", onsubmit: submit },
    h("input", { type: "text", name: "username", autocomplete: "username", value: app.session.user ?? "", hidden: true }),
    h("label", { for: "old-password" }, "Old password"),
    old,
    h("label", { for: "new-password" }, "New password, 8 characters at least"),
    fresh,
    h("label", { for: "new-password-again" }, "New password again"),
    again,
    error,
    h("button", { type: "submit" }, "Change password"),
  );
  return form;
}
