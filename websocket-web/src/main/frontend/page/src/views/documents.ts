import { api, type DocumentInfo } from "../api.js";
import { h, icon } from "../dom.js";
import { account } from "./header.js";
import { messageOf, spoken, type App, type View } from "./view.js";

const TYPES: Record<string, string> = { richtext: "Rich text", text: "Plain text" };

/** The documents one may see, and the form for a new one. */
export function documentsView(app: App): View {
  const list = h("div", { class: "documents", "aria-live": "polite" }, h("p", { class: "muted" }, "Loading…"));
  let left = false;
  const load = async (): Promise<void> => {
    try {
      const documents = await app.session.with(() => api.list());
      if (!left) {
        list.replaceChildren(documents.length === 0 ? empty() : table(documents));
      }
    } catch (failure) {
      const again = h("button", { type: "button", onclick: () => void load() }, "Try again");
      list.replaceChildren(h("p", { class: "error", role: "alert" }, messageOf(failure)), again);
    }
  };
  void load();
  const refresh = (): void => {
    if (document.visibilityState === "visible") {
      void load();
    }
  };
  document.addEventListener("visibilitychange", refresh);
  document.title = "Documents – Coedit";
  const element = h(
    "div",
    { class: "page" },
    h("header", { class: "bar" }, h("span", { class: "brand" }, "Coedit"), h("span", { class: "space" }), account(app)),
    h("main", { class: "list" }, creation(app), h("h1", {}, "Documents"), list),
  );
  return {
    element,
    leave: () => {
      left = true;
      document.removeEventListener("visibilitychange", refresh);
    },
  };
}

function creation(app: App): HTMLElement {
  const title = h("input", { name: "title", "aria-label": "Title of the new document", placeholder: "Title of a new document", maxlength: "200" });
  const error = h("p", { class: "error", role: "alert" });
  const create = async (type: string): Promise<void> => {
    error.textContent = "";
    try {
      const { id } = await app.session.with(() => api.create(type, title.value.trim() || "Untitled"));
      app.go(`#/d/${id}`);
    } catch (failure) {
      error.textContent = messageOf(failure);
    }
  };
  const button = (type: string, style: string): HTMLElement =>
    h("button", { type: style === "primary" ? "submit" : "button", class: style, ...(style === "primary" ? {} : { onclick: () => void create(type) }) }, icon(type as "text"), `New ${TYPES[type]!.toLowerCase()}`);
  const submit = (event: Event): void => {
    event.preventDefault();
    void create("richtext");
  };
  return h(
    "form",
    { class: "creation", onsubmit: submit, "aria-label": "New document" },
    h("div", { class: "row" }, title, button("richtext", "primary"), button("text", "")),
    error,
  );
}

function empty(): HTMLElement {
  return h("div", { class: "empty" }, icon("richtext"), h("p", {}, "There are no documents yet."), h("p", { class: "muted" }, "Give the first one a title above."));
}

function table(documents: readonly DocumentInfo[]): HTMLElement {
  const rows = documents.map((info) =>
    h(
      "tr",
      {},
      h("td", {}, h("a", { href: `#/d/${info.id}` }, icon(info.type === "text" ? "text" : "richtext"), info.title || "Untitled")),
      h("td", { class: "muted" }, TYPES[info.type] ?? info.type),
      h("td", { class: "muted" }, info.createdBy),
      h("td", { class: "muted" }, h("time", { datetime: info.updatedAt, title: new Date(info.updatedAt).toLocaleString() }, spoken(info.updatedAt))),
    ),
  );
  const head = ["Title", "Type", "Made by", "Last changed"].map((text) => h("th", { scope: "col" }, text));
  return h("table", {}, h("thead", {}, h("tr", {}, ...head)), h("tbody", {}, ...rows));
}
