import type { Access } from "@coedit/client";
import { api, type DocumentInfo, type Entry, type Grant } from "../api.js";
import { announce, avatar, h } from "../dom.js";
import { notify } from "./notices.js";
import { messageOf, type App } from "./view.js";

const LEVELS: readonly (readonly [Access, string])[] = [
  ["view", "can view"],
  ["comment", "can comment"],
  ["edit", "can edit"],
  ["admin", "can manage"],
];
const LOOK_UP_AFTER = 200;

/** Who may do what with a document; people and groups are looked up in the directory. Changes hold at once. */
export async function shareDialog(app: App, info: DocumentInfo): Promise<void> {
  let owner = info.owner;
  let grants: readonly Grant[];
  try {
    grants = await app.session.with(() => api.grants(info.id));
  } catch (failure) {
    notify(messageOf(failure));
    return;
  }
  const list = h("ul", { class: "grants", "aria-label": "People with access" });
  const error = h("p", { class: "error", role: "alert" });
  const dialog = h("dialog", { class: "card wide share", "aria-labelledby": "share-title" });

  const change = async (action: () => Promise<readonly Grant[]>, said: string): Promise<void> => {
    error.textContent = "";
    try {
      grants = await app.session.with(action);
      announce(said);
    } catch (failure) {
      error.textContent = messageOf(failure);
    }
    show();
  };
  const replace = (wanted: readonly Grant[], said: string): Promise<void> => change(() => api.replaceGrants(info.id, wanted), said);
  const give = (user: string): Promise<void> =>
    change(async () => {
      owner = (await api.giveTo(info.id, user)).owner;
      return api.grants(info.id);
    }, `${user} is the owner now`);
  const put = (grant: Grant): void => void replace([...without(grants, grant), grant], `${nameOf(grant)} ${wordOf(grant.access)}`);

  const show = (): void => {
    const rows = grants.filter(({ kind }) => kind !== "everyone").map((grant) => row(grant));
    list.replaceChildren(...rows, everyone());
  };
  const row = (grant: Grant): HTMLElement => {
    const name = nameOf(grant);
    const isOwner = grant.kind === "user" && grant.subject === owner;
    const mayGive = grant.kind === "user" && !isOwner && (app.session.user === owner || app.session.administrator);
    return h(
      "li",
      {},
      avatar(grant.subject, name),
      h("span", { class: "grant-name" }, name, h("span", { class: "muted" }, grant.kind === "group" ? " group" : "")),
      isOwner && h("span", { class: "muted" }, "owner"),
      mayGive && h("button", { type: "button", class: "quiet", onclick: () => void give(grant.subject) }, "Make owner"),
      !isOwner && levels(name, grant.access, (access) => put({ ...grant, access })),
      !isOwner &&
        h("button", { type: "button", class: "quiet", "aria-label": `Remove ${name}`, onclick: () => void replace(without(grants, grant), `${name} removed`) }, "×"),
    );
  };
  const everyone = (): HTMLElement => {
    const grant = grants.find(({ kind }) => kind === "everyone");
    const choose = (access: Access | "none"): void => {
      const others = grants.filter(({ kind }) => kind !== "everyone");
      const all: Grant[] = access === "none" ? [] : [{ kind: "everyone", subject: "", access }];
      void replace([...others, ...all], "Changed");
    };
    return h("li", {}, avatar("*", "Everyone"), h("span", { class: "grant-name" }, "Everyone who can sign in"), levels("Everyone", grant?.access ?? "none", choose));
  };

  dialog.append(
    h("h2", { id: "share-title" }, `Share “${info.title || "Untitled"}”`),
    adding((entry, access) => put({ kind: entry.kind, subject: entry.name, access }), app),
    error,
    list,
    h("div", { class: "row end" }, h("button", { type: "button", class: "primary", onclick: () => dialog.close() }, "Done")),
  );
  dialog.addEventListener("close", () => dialog.remove());
  show();
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector<HTMLInputElement>("input")?.focus();
}

function nameOf(grant: Grant): string {
  return grant.kind === "everyone" ? "Everyone" : shortName(grant.subject);
}

/** Directories name groups by their whole path; people know the first part. */
function shortName(name: string): string {
  return /^(?:cn|uid)=([^,]+),/i.exec(name)?.[1] ?? name;
}

function wordOf(access: Access): string {
  return LEVELS.find(([level]) => level === access)?.[1] ?? access;
}

function without(grants: readonly Grant[], gone: Grant): Grant[] {
  return grants.filter(({ kind, subject }) => kind !== gone.kind || subject !== gone.subject);
}

function levels<T extends Access | "none">(whose: string, chosen: T, changed: (access: never) => void): HTMLSelectElement {
  const offered: readonly (readonly [string, string])[] = whose === "Everyone" ? [["none", "no access"], ...LEVELS.slice(0, 3)] : LEVELS;
  const options = offered.map(([level, text]) => h("option", { value: level, selected: level === chosen }, text));
  const select = h("select", { "aria-label": `What ${whose} may do` }, ...options);
  select.addEventListener("change", () => changed(select.value as never));
  return select;
}

/** A field that finds people and groups as one types; arrow keys and Enter choose. */
function adding(add: (entry: Entry, access: Access) => void, app: App): HTMLElement {
  const found = h("ul", { class: "found", id: "found", role: "listbox", "aria-label": "People and groups", hidden: true });
  const field = h("input", {
    "aria-label": "Add people or groups",
    placeholder: "Add people or groups",
    role: "combobox",
    "aria-expanded": "false",
    "aria-controls": "found",
    "aria-autocomplete": "list",
    autocomplete: "off",
    spellcheck: "false",
  });
  const level = levels("the new one", "edit", () => undefined);
  let entries: readonly Entry[] = [];
  let active = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = 0;
  const choose = (entry: Entry): void => {
    add(entry, level.value as Access);
    field.value = "";
    show([]);
    field.focus();
  };
  const show = (now: readonly Entry[], hint = ""): void => {
    entries = now;
    active = Math.min(active, Math.max(0, now.length - 1));
    const items = now.map((entry, index) =>
      h(
        "li",
        { role: "option", id: `found-${index}`, "aria-selected": index === active ? "true" : "false", onmousedown: (event: Event) => (event.preventDefault(), choose(entry)) },
        avatar(entry.name, entry.displayName),
        h("span", {}, shortName(entry.displayName)),
        h("span", { class: "muted" }, entry.kind === "group" ? "group" : shortName(entry.name)),
      ),
    );
    found.replaceChildren(...items, ...(hint === "" ? [] : [h("li", { class: "muted" }, hint)]));
    found.hidden = now.length === 0 && hint === "";
    field.setAttribute("aria-expanded", String(!found.hidden));
    field.setAttribute("aria-activedescendant", now.length === 0 ? "" : `found-${active}`);
  };
  const lookUp = async (): Promise<void> => {
    const text = field.value.trim();
    const mine = ++asked;
    if (text === "") {
      show([]);
      return;
    }
    try {
      const now = await app.session.with(() => api.people(text));
      if (mine === asked) {
        active = 0;
        show(now, now.length === 0 ? `Nobody’s name begins with “${text}”.` : "");
      }
    } catch (failure) {
      show([], messageOf(failure));
    }
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => void lookUp(), LOOK_UP_AFTER);
  });
  field.addEventListener("blur", () => show([]));
  field.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const entry = entries[active];
    if (step !== undefined && entries.length > 0) {
      active = (active + step + entries.length) % entries.length;
      show(entries);
      event.preventDefault();
    } else if (event.key === "Enter" && entry !== undefined) {
      choose(entry);
      event.preventDefault();
    } else if (event.key === "Escape" && !found.hidden) {
      show([]);
      event.preventDefault();
    }
  });
  return h("div", { class: "adding" }, h("div", { class: "row" }, field, level), found);
}
