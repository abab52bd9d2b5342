import { richTextType, textType, type Peer } from "@coedit/client";
import { api, ApiError, type DocumentInfo } from "../api.js";
import { avatar, h, icon } from "../dom.js";
import type { Binding } from "../editor/binding.js";
import type { OpenDocument } from "../open-document.js";
import { copies } from "../yjs/copies.js";
import type { Kind } from "../yjs/layout.js";
import { account } from "./header.js";
import { notify, offerCopy } from "./notices.js";
import { shareDialog } from "./share.js";
import { statusMark } from "./status-mark.js";
import { messageOf, type App, type View } from "./view.js";

const MOST_AVATARS = 6;

/**
 * One document, open for editing.
 *
 * @param wanted what a document that has just been made is to be
 */
export function editorView(app: App, id: string, wanted?: Kind): View {
  const body = h("main", { class: "editor" }, h("p", { class: "muted opening" }, "Opening…"));
  const title = h("input", { class: "title", "aria-label": "Title", maxlength: "200", disabled: true });
  const people = h("ul", { class: "people", "aria-label": "Also here" });
  const mark = statusMark();
  const share = h("button", { type: "button", class: "share-button", hidden: true }, icon("plus"), h("span", {}, "Share"));
  const element = h(
    "div",
    { class: "page" },
    h(
      "header",
      { class: "bar" },
      h("a", { class: "quiet button", href: "#/", "aria-label": "All documents", title: "All documents" }, icon("back")),
      title,
      mark.element,
      h("span", { class: "space" }),
      people,
      share,
      h("button", { type: "button", class: "quiet copy-link", "aria-label": "Copy link", title: "Copy link", onclick: () => void copyLink() }, icon("link"), h("span", {}, "Copy link")),
      account(app),
    ),
    body,
  );
  const leaving: (() => void)[] = [mark.leave];
  let left = false;
  const fail = (message: string): void => {
    body.replaceChildren(h("div", { class: "empty" }, h("p", { class: "error", role: "alert" }, message), h("a", { href: "#/" }, "All documents")));
  };
  const start = async (): Promise<void> => {
    try {
      const info = await found(app, id);
      if (!left) {
        renaming(app, info, title);
        share.hidden = info.access !== "admin";
        share.onclick = () => void shareDialog(app, { ...info, title: title.value });
        const leave = await edit(app, info, wanted, { body, people, title, mark, fail }, () => left);
        if (left) {
          leave();
        } else {
          leaving.push(leave);
        }
      }
    } catch (failure) {
      const absent = failure instanceof ApiError && (failure.status === 404 || failure.status === 403);
      if (absent) {
        await copies.remove(app.session.user ?? "", id);
      }
      fail(absent ? "There is no such document, or it is not shared with you." : messageOf(failure));
    }
  };
  void start();
  return {
    element,
    leave: () => {
      left = true;
      leaving.forEach((leave) => leave());
    },
  };
}

interface Places {
  readonly body: HTMLElement;
  readonly people: HTMLElement;
  readonly title: HTMLInputElement;
  readonly mark: ReturnType<typeof statusMark>;
  readonly fail: (message: string) => void;
}

/** What the server knows of a document, or this device when the server does not answer. */
async function found(app: App, id: string): Promise<DocumentInfo> {
  try {
    return await app.session.with(() => api.find(id));
  } catch (failure) {
    const copy = copies.find(app.session.user ?? "", id);
    if (copy === undefined || !(failure instanceof ApiError) || !failure.isUnreachable) {
      throw failure;
    }
    return { id, type: "yjs", title: copy.title, access: "view", createdBy: "", owner: "", createdAt: "", updatedAt: "" };
  }
}

/** A document that is open, and how it is put on the screen once its content is there. */
interface Opened {
  readonly source: OpenDocument;
  show(place: HTMLElement, label: string): Promise<Binding>;
}

async function open(app: App, { id, type, title }: DocumentInfo, wanted: Kind | undefined): Promise<Opened | undefined> {
  if (type === "richtext") {
    const source = app.connection.open(id, richTextType);
    return { source, show: async (place, label) => (await import("../editor/richtext.js")).bindRichText(place, source, label) };
  }
  if (type === "text") {
    const source = app.connection.open(id, textType);
    return { source, show: async (place, label) => (await import("../editor/text.js")).bindText(place, source, label) };
  }
  if (type === "yjs") {
    const source = (await app.yjs()).open(id, title);
    const elsewhere = { wanted, textOf: (document: string) => app.session.with(() => api.textOf(document)) };
    return { source, show: async (place, label) => (await import("../editor/yjs.js")).bindYjs(place, source, label, elsewhere) };
  }
  return undefined;
}

async function edit(app: App, info: DocumentInfo, wanted: Kind | undefined, places: Places, left: () => boolean): Promise<() => void> {
  const { body, people, title, mark, fail } = places;
  const opened = await open(app, info, wanted);
  if (opened === undefined) {
    fail(`This page cannot show documents of type ${info.type}.`);
    return () => undefined;
  }
  const { source } = opened;
  lingering.get(source)?.();
  let binding: Binding | undefined;
  const showPeers = (peers: readonly Peer[]): void => {
    listPeople(people, peers, app.session.user ?? "");
    binding?.showPeers(peers);
  };
  const bound = async (): Promise<void> => {
    const place = h("div", { class: `sheet sheet-${info.type}` });
    const made = await opened.show(place, title.value || "Document");
    if (left()) {
      made.destroy();
      return;
    }
    binding = made;
    body.replaceChildren(place);
    access();
    showPeers(source.peerList);
    if (title.value !== "Untitled") {
      binding.focus();
    }
  };
  let begun = false;
  const begin = (): void => {
    if (!begun) {
      begun = true;
      bound().catch((failure: unknown) => fail(messageOf(failure)));
    }
  };
  const access = (): void => {
    binding?.setEditable(source.canEdit);
    mark.readOnly(binding !== undefined && !source.canEdit && source.status !== "closed");
  };
  const off = [
    source.on("open", begin),
    source.on("status", () => mark.show(source)),
    source.on("access", access),
    source.on("peers", showPeers),
    source.on("unmerged", ({ text, message }) => offerCopy(title.value, text, sentence(message))),
    source.on("closed", ({ code, message }) => {
      binding?.destroy();
      fail(code === "not-found" ? "There is no such document, or it is not shared with you." : `${sentence(message)}.`);
    }),
  ];
  off.push(warnOfUnload(source));
  mark.show(source);
  if (source.status !== "opening" && source.status !== "closed") {
    begin();
  }
  return () => {
    off.forEach((stop) => stop());
    binding?.destroy();
    closeWhenSaved(source, title.value);
  };
}

/** Asks before the tab is closed over something that is nowhere else. Gives what stops asking. */
function warnOfUnload(source: OpenDocument): () => void {
  const warn = (event: BeforeUnloadEvent): void => {
    if (source.unsaved && source.kept !== true) {
      event.preventDefault();
    }
  };
  addEventListener("beforeunload", warn);
  return () => removeEventListener("beforeunload", warn);
}

/** Documents that were left with something unsaved, and what is called when they are wanted again. */
const lingering = new Map<OpenDocument, () => void>();

/** Leaving the view must not lose what is still on its way. What is kept on the device can go later. */
function closeWhenSaved(source: OpenDocument, title: string): void {
  const done = (): boolean => !source.unsaved || (source.kept === true && source.status === "offline");
  if (done()) {
    source.close();
    return;
  }
  const stay = (): void => {
    off.forEach((stop) => stop());
    lingering.delete(source);
  };
  const off = [
    source.on("status", () => {
      if (done()) {
        stay();
        source.close();
      }
    }),
    source.on("unmerged", ({ text, message }) => offerCopy(title, text, sentence(message))),
    source.on("closed", stay),
    warnOfUnload(source),
  ];
  lingering.set(source, stay);
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1).replace(/\.$/, "");
}

function listPeople(place: HTMLElement, peers: readonly Peer[], self: string): void {
  const others = new Map(peers.filter(({ user }) => user !== self).map(({ user, name }) => [user, name]));
  const shown = [...others].slice(0, MOST_AVATARS).map(([user, name]) => h("li", {}, avatar(user, name)));
  const more = others.size - shown.length;
  place.replaceChildren(...shown, ...(more > 0 ? [h("li", { class: "muted" }, `+${more}`)] : []));
}

function renaming(app: App, info: DocumentInfo, title: HTMLInputElement): void {
  let known = info.title;
  const named = (text: string): void => {
    title.value = text;
    title.size = Math.max(8, Math.min(48, text.length + 1));
    document.title = `${text || "Untitled"} – Coedit`;
  };
  const save = async (): Promise<void> => {
    const wanted = title.value.trim();
    if (wanted === "" || wanted === known) {
      named(known);
      return;
    }
    try {
      known = (await app.session.with(() => api.rename(info.id, wanted)))?.title ?? wanted;
    } catch (failure) {
      notify(`The title was not changed: ${messageOf(failure)}`);
    }
    named(known);
  };
  named(known);
  title.disabled = info.access === "view" || info.access === "comment";
  title.addEventListener("input", () => (title.size = Math.max(8, Math.min(48, title.value.length + 1))));
  title.addEventListener("change", () => void save());
  title.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      named(known);
    }
    if (event.key === "Enter" || event.key === "Escape") {
      // Else the key would go on into the document.
      event.preventDefault();
      document.querySelector<HTMLElement>(".cm-content, .ql-editor")?.focus();
    }
  });
  if (known === "Untitled" && !title.disabled) {
    title.focus();
    title.select();
  }
}

async function copyLink(): Promise<void> {
  try {
    await navigator.clipboard.writeText(location.href);
    notify("Link copied. It opens the document for everyone it is shared with.", "done");
  } catch {
    notify(`The link could not be copied: ${location.href}`);
  }
}
