import { richTextType, textType } from "@coedit/client";
import type { CoeditDocument, Peer } from "@coedit/client";
import { api, ApiError, type DocumentInfo } from "../api.js";
import { avatar, h, icon } from "../dom.js";
import type { Binding } from "../editor/binding.js";
import { account } from "./header.js";
import { notify, offerCopy } from "./notices.js";
import { shareDialog } from "./share.js";
import { statusMark } from "./status-mark.js";
import { messageOf, type App, type View } from "./view.js";

const MOST_AVATARS = 6;

type AnyDocument = CoeditDocument<any, any>;

/** One document, open for editing. */
export function editorView(app: App, id: string): View {
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
      h("button", { type: "button", class: "quiet copy-link", onclick: () => void copyLink() }, icon("link"), h("span", {}, "Copy link")),
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
      const info = await app.session.with(() => api.find(id));
      if (!left) {
        renaming(app, info, title);
        share.hidden = info.access !== "admin";
        share.onclick = () => void shareDialog(app, { ...info, title: title.value });
        leaving.push(await edit(app, info, { body, people, title, mark, fail }, () => left));
      }
    } catch (failure) {
      const absent = failure instanceof ApiError && (failure.status === 404 || failure.status === 403);
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

async function bind(type: string, place: HTMLElement, source: AnyDocument, label: string): Promise<Binding> {
  if (type === "richtext") {
    return (await import("../editor/richtext.js")).bindRichText(place, source, label);
  }
  return (await import("../editor/text.js")).bindText(place, source, label);
}

async function edit(app: App, info: DocumentInfo, places: Places, left: () => boolean): Promise<() => void> {
  const { body, people, title, mark, fail } = places;
  const type = { richtext: richTextType, text: textType }[info.type];
  if (type === undefined) {
    fail(`This page cannot show documents of type ${info.type}.`);
    return () => undefined;
  }
  const source = app.connection.open(info.id, type as never) as AnyDocument;
  let binding: Binding | undefined;
  const showPeers = (peers: readonly Peer[]): void => {
    listPeople(people, peers, app.session.user ?? "");
    binding?.showPeers(peers);
  };
  const bound = async (): Promise<void> => {
    const place = h("div", { class: `sheet sheet-${info.type}` });
    const made = await bind(info.type, place, source, title.value || "Document");
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
  const access = (): void => {
    binding?.setEditable(source.canEdit);
    mark.readOnly(binding !== undefined && !source.canEdit && source.status !== "closed");
  };
  const off = [
    source.on("open", () => void bound().catch((failure: unknown) => fail(messageOf(failure)))),
    source.on("status", (status) => mark.show(status, source.unsaved)),
    source.on("access", access),
    source.on("peers", showPeers),
    source.on("unmerged", ({ text, message }) => offerCopy(title.value, text, sentence(message))),
    source.on("closed", ({ code, message }) => {
      binding?.destroy();
      fail(code === "not-found" ? "There is no such document, or it is not shared with you." : `${sentence(message)}.`);
    }),
  ];
  mark.show(source.status, source.unsaved);
  const warn = (event: BeforeUnloadEvent): void => {
    if (source.unsaved) {
      event.preventDefault();
    }
  };
  addEventListener("beforeunload", warn);
  return () => {
    removeEventListener("beforeunload", warn);
    off.forEach((stop) => stop());
    binding?.destroy();
    closeWhenSaved(source);
  };
}

/** Leaving the view must not lose what is still on its way. */
function closeWhenSaved(source: AnyDocument): void {
  if (!source.unsaved) {
    source.close();
    return;
  }
  const off = source.on("status", () => {
    if (!source.unsaved) {
      off();
      source.close();
    }
  });
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
