import { api, ApiError, type DocumentInfo } from "../api.js";
import { h, icon } from "../dom.js";
import { copies } from "../yjs/copies.js";
import { account } from "./header.js";
import { messageOf, spoken, type App, type View } from "./view.js";

const TYPES: Record<string, string> = { richtext: "Rich text", text: "Plain text", yjs: "Works offline" };

/** The documents one may see, and the form for a new one. */
export function documentsView(app: App): View {
  const list = h("div", { class: "documents", "aria-live": "polite" }, h("p", { class: "muted" }, "Loading…"));
  const user = app.session.user ?? "";
  let left = false;
  const load = async (): Promise<void> => {
    try {
      const documents = await app.session.with(() => api.list());
      if (!left) {
        list.replaceChildren(documents.length === 0 ? empty() : table(documents, user));
        await sendUnsent(documents);
      }
    } catch (failure) {
      const again = h("button", { type: "button", onclick: () => void load() }, "Try again");
      const unreachable = failure instanceof ApiError && failure.isUnreachable;
      list.replaceChildren(h("p", { class: "error", role: "alert" }, messageOf(failure)), again, ...(unreachable ? keptHere(user) : []));
    }
  };
  const sendUnsent = async (documents: readonly DocumentInfo[]): Promise<void> => {
    if (documents.some(({ id }) => copies.hasUnsent(user, id))) {
      await (await app.yjs()).sendUnsent();
      if (!left) {
        list.replaceChildren(table(documents, user));
      }
    }
  };
  void load();
  const refresh = (): void => {
    if (document.visibilityState === "visible") {
      void load();
    }
  };
  document.addEventListener("visibilitychange", refresh);
  addEventListener("online", refresh);
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
      removeEventListener("online", refresh);
    },
  };
}

function creation(app: App): HTMLElement {
  const title = h("input", { name: "title", "aria-label": "Title of the new document", placeholder: "Title of a new document", maxlength: "200" });
  const offline = h("input", { type: "checkbox" });
  const error = h("p", { class: "error", role: "alert" });
  const create = async (kind: "richtext" | "text"): Promise<void> => {
    error.textContent = "";
    try {
      const type = offline.checked ? "yjs" : kind;
      const { id } = await app.session.with(() => api.create(type, title.value.trim() || "Untitled"));
      app.go(`#/d/${id}${offline.checked ? `/${kind}` : ""}`);
    } catch (failure) {
      error.textContent = messageOf(failure);
    }
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    void create("richtext");
  };
  return h(
    "form",
    { class: "creation", onsubmit: submit, "aria-label": "New document" },
    h(
      "div",
      { class: "row" },
      title,
      h("button", { type: "submit", class: "primary" }, icon("richtext"), "New rich text"),
      h("button", { type: "button", onclick: () => void create("text") }, icon("text"), "New plain text"),
    ),
    h(
      "label",
      { class: "choice", title: "Whoever opens the document keeps a copy in their browser until they sign out, and can write without a connection." },
      offline,
      "Works offline",
      h("span", { class: "muted" }, "– whoever opens it keeps a copy in their browser"),
    ),
    error,
  );
}

function empty(): HTMLElement {
  return h("div", { class: "empty" }, icon("richtext"), h("p", {}, "There are no documents yet."), h("p", { class: "muted" }, "Give the first one a title above."));
}

/** `Rich text`, and whether it works offline, as far as is known: the server does not say which editor a Yjs document is for. */
function typeOf({ type, id }: DocumentInfo, user: string): string {
  const kind = type === "yjs" ? copies.find(user, id)?.kind : undefined;
  return kind === undefined ? (TYPES[type] ?? type) : `${TYPES[kind] ?? kind}, works offline`;
}

function linkTo(id: string, title: string, isText: boolean): HTMLElement {
  return h("a", { href: `#/d/${id}` }, icon(isText ? "text" : "richtext"), title || "Untitled");
}

function table(documents: readonly DocumentInfo[], user: string): HTMLElement {
  const rows = documents.map((info) =>
    h(
      "tr",
      {},
      h("td", {}, linkTo(info.id, info.title, typeOf(info, user).startsWith(TYPES["text"]!))),
      h("td", { class: "muted" }, copies.hasUnsent(user, info.id) ? h("span", { class: "status-offline" }, "Not sent yet") : typeOf(info, user)),
      h("td", { class: "muted" }, info.createdBy),
      h("td", { class: "muted" }, h("time", { datetime: info.updatedAt, title: new Date(info.updatedAt).toLocaleString() }, spoken(info.updatedAt))),
    ),
  );
  const head = ["Title", "Type", "Made by", "Last changed"].map((text) => h("th", { scope: "col" }, text));
  return h("table", {}, h("thead", {}, h("tr", {}, ...head)), h("tbody", {}, ...rows));
}

/** What can be opened without the server. */
function keptHere(user: string): HTMLElement[] {
  const kept = copies.of(user);
  const rows = kept.map(({ id, title, kind }) => h("tr", {}, h("td", {}, linkTo(id, title, kind === "text"))));
  const head = h("tr", {}, h("th", { scope: "col" }, "On this device"));
  return kept.length === 0 ? [] : [h("table", {}, h("thead", {}, head), h("tbody", {}, ...rows))];
}
