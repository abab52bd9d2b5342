import { api, type SignInInfo } from "../api.js";
import { h } from "../dom.js";
import { copies } from "../yjs/copies.js";
import { accountsTable, passwordForm } from "./accounts.js";
import { account } from "./header.js";
import { notify } from "./notices.js";
import { messageOf, spoken, type App, type View } from "./view.js";

/** Where somebody is signed in, or for administrators everybody; each can be ended. */
export function signInsView(app: App, everybody: boolean): View {
  const list = h("div", { "aria-live": "polite" }, h("p", { class: "muted" }, "Loading…"));
  const load = async (): Promise<void> => {
    try {
      const found = await app.session.with(() => (everybody ? api.allSignIns() : api.signIns()));
      list.replaceChildren(table(found));
    } catch (failure) {
      list.replaceChildren(h("p", { class: "error", role: "alert" }, messageOf(failure)));
    }
  };
  const end = async ({ id, current }: SignInInfo): Promise<void> => {
    try {
      await app.session.with(() => (everybody ? api.endAnySignIn(id) : api.endSignIn(id)));
      if (current) {
        await copies.removeAll(app.session.user ?? "");
        location.reload();
      }
      await load();
    } catch (failure) {
      notify(messageOf(failure));
    }
  };
  const endAll = async (): Promise<void> => {
    try {
      await app.session.with(() => api.endAllSignIns());
      await copies.removeAll(app.session.user ?? "");
      location.hash = "";
      location.reload();
    } catch (failure) {
      notify(messageOf(failure));
    }
  };
  const row = (info: SignInInfo): HTMLElement =>
    h(
      "tr",
      {},
      everybody && h("td", {}, info.user),
      h("td", {}, browserOf(info.agent), info.current && h("span", { class: "muted" }, " (this one)")),
      h("td", { class: "muted" }, info.address),
      h("td", { class: "muted" }, h("time", { datetime: info.begunAt }, spoken(info.begunAt))),
      h("td", {}, h("button", { type: "button", class: "quiet", onclick: () => void end(info) }, "Sign out")),
    );
  const table = (infos: readonly SignInInfo[]): HTMLElement => {
    const heads = [...(everybody ? ["User"] : []), "Browser", "Address", "Since", ""];
    const head = h("tr", {}, ...heads.map((text) => h("th", { scope: "col" }, text)));
    return h("table", { class: "plain" }, h("thead", {}, head), h("tbody", {}, ...infos.map(row)));
  };
  document.title = "Sign-ins – Coedit";
  void load();
  const element = h(
    "div",
    { class: "page" },
    h("header", { class: "bar" }, h("a", { class: "brand", href: "#/" }, "Coedit"), h("span", { class: "space" }), account(app)),
    h(
      "main",
      { class: "list" },
      h("h1", {}, everybody ? "Everybody’s sign-ins" : "Your sign-ins"),
      list,
      !everybody && h("div", { class: "row end" }, h("button", { type: "button", onclick: () => void endAll() }, "Sign out everywhere")),
      app.session.administrator && !everybody && h("p", {}, h("a", { href: "#/all-sign-ins" }, "Everybody’s sign-ins and accounts")),
      everybody && h("h1", {}, "Built-in accounts"),
      everybody && accountsTable(app, () => void load()),
      !everybody && app.session.builtIn && h("h1", {}, "Your password"),
      !everybody && app.session.builtIn && passwordForm(app, () => void load()),
    ),
  );
  return { element, leave: () => undefined };
}

/** What people call their browser, out of the long name that it gives itself. */
function browserOf(agent: string): string {
  const browser = /(Edg|Firefox|Chrome|Safari)[A-Za-z]*\/(\d+)/.exec(agent);
  const system = /Windows|Android|iPhone|iPad|Mac OS X|Linux/.exec(agent);
  if (browser === null) {
    return agent === "" ? "unknown" : agent.slice(0, 40);
  }
  const name = browser[1] === "Edg" ? "Edge" : browser[1];
  return system === null ? `${name} ${browser[2]}` : `${name} ${browser[2]} on ${system[0]}`;
}
