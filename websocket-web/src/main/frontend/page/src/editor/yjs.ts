import type { Peer } from "@coedit/client";
import { h } from "../dom.js";
import type { YjsDocument } from "../yjs/document.js";
import { layoutOf, noteKind, type Kind, type Layout } from "../yjs/layout.js";
import type { Binding } from "./binding.js";
import { bindYjsRichText } from "./yjs-richtext.js";
import { bindYjsText } from "./yjs-text.js";

/** What the page says where it has no editor. */
export interface Elsewhere {
  /** The text of a document that another program's editor writes. */
  textOf(id: string): Promise<string>;
  /** What the person who has just made the document wants it to be. */
  readonly wanted: Kind | undefined;
}

/** Shows a Yjs document in the editor that it is for, and in another one if that changes. */
export function bindYjs(parent: HTMLElement, source: YjsDocument, label: string, elsewhere: Elsewhere): Binding {
  const { content } = source;
  let shown: Layout | undefined;
  let inner: Binding | undefined;
  let editable = false;
  let peers: readonly Peer[] = [];
  const make = (layout: Layout): Binding | undefined => {
    if (layout.kind === "richtext" || layout.kind === "text") {
      const text = content.getText(layout.root);
      source.shows(text, layout.kind);
      return (layout.kind === "richtext" ? bindYjsRichText : bindYjsText)(parent, source, text, label);
    }
    source.shows(undefined);
    parent.append(layout.kind === "blank" ? question((kind) => noteKind(content, kind), editable) : foreignText(source.id, elsewhere));
    return undefined;
  };
  const show = (): void => {
    const layout = layoutOf(content);
    const same = layout.kind === shown?.kind && ("root" in layout ? layout.root : "") === ("root" in shown ? shown.root : "");
    // Formats in a plain text do not make it another kind of document under somebody's hands.
    if (!same && !(shown?.kind === "text" && "root" in layout && layout.root === shown.root && inner !== undefined)) {
      inner?.destroy();
      shown = layout;
      parent.className = `sheet sheet-${layout.kind}`;
      parent.replaceChildren();
      inner = make(layout);
      inner?.setEditable(editable);
      inner?.showPeers(peers);
    }
  };
  const changed = (): void => {
    if (shown?.kind === "blank" || content.share.has("coedit")) {
      show();
    }
  };
  if (elsewhere.wanted !== undefined && source.canEdit && layoutOf(content).kind === "blank") {
    noteKind(content, elsewhere.wanted);
  }
  show();
  content.on("afterTransaction", changed);
  return {
    focus: () => inner?.focus(),
    setEditable: (yes) => {
      editable = yes;
      inner?.setEditable(yes);
      parent.querySelectorAll<HTMLButtonElement>(".blank button").forEach((button) => (button.disabled = !yes));
    },
    showPeers: (now) => {
      peers = now;
      inner?.showPeers(now);
    },
    destroy: () => {
      content.off("afterTransaction", changed);
      inner?.destroy();
      parent.replaceChildren();
    },
  };
}

function question(choose: (kind: Kind) => void, editable: boolean): HTMLElement {
  const button = (kind: Kind, text: string): HTMLElement => h("button", { type: "button", disabled: !editable, onclick: () => choose(kind) }, text);
  return h(
    "div",
    { class: "blank empty" },
    h("p", {}, "Nothing is in this document yet. How is it to be written?"),
    h("div", { class: "row" }, button("richtext", "As rich text"), button("text", "As plain text")),
  );
}

/** Not kept up to date: it is there so that people find out what the document is. */
function foreignText(id: string, elsewhere: Elsewhere): HTMLElement {
  const text = h("pre", { class: "foreign-text" }, "…");
  elsewhere.textOf(id).then(
    (found) => (text.textContent = found),
    () => (text.textContent = ""),
  );
  return h("div", { class: "foreign" }, h("p", { class: "muted" }, "This document is written with another editor, which this page does not have. Its text, as of now:"), text);
}
