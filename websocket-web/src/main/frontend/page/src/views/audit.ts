import { api, type AuditEvent } from "../api.js";
import { h } from "../dom.js";
import { account } from "./header.js";
import { messageOf, type App, type View } from "./view.js";

/** Who did what, for administrators: the newest first, more on demand. */
export function auditView(app: App): View {
  const rows = h("tbody", {});
  const message = h("p", { class: "muted", role: "status" }, "Loading…");
  const more = h("button", { type: "button", hidden: true, onclick: () => void load() }, "Earlier");
  let last: number | undefined;
  const load = async (): Promise<void> => {
    try {
      const events = await app.session.with(() => api.audit(last));
      rows.append(...events.map(row));
      last = events.at(-1)?.number ?? last;
      more.hidden = events.length === 0;
      message.textContent = rows.childElementCount === 0 ? "Nothing has happened yet." : "";
    } catch (failure) {
      message.textContent = messageOf(failure);
    }
  };
  document.title = "Audit log – Coedit";
  void load();
  const head = h("tr", {}, ...["Time", "Event", "Who", "Address", "Document", "More"].map((text) => h("th", { scope: "col" }, text)));
  const element = h(
    "div",
    { class: "page" },
    h("header", { class: "bar" }, h("a", { class: "brand", href: "#/" }, "Coedit"), h("span", { class: "space" }), account(app)),
    h("main", { class: "list" }, h("h1", {}, "Audit log"), h("table", { class: "plain audit" }, h("thead", {}, head), rows), message, h("div", { class: "row" }, more)),
  );
  return { element, leave: () => undefined };
}

function row(event: AuditEvent): HTMLElement {
  const link = event.document !== undefined && h("a", { href: `#/d/${event.document}` }, event.document.slice(0, 8));
  return h(
    "tr",
    {},
    h("td", { class: "muted" }, h("time", { datetime: event.at }, new Date(event.at).toLocaleString())),
    h("td", {}, event.event),
    h("td", {}, event.actor),
    h("td", { class: "muted" }, event.address),
    h("td", {}, link),
    h("td", { class: "muted" }, event.detail),
  );
}
