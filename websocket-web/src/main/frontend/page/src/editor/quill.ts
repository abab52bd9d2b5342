import Quill from "quill";
import type { Peer } from "@coedit/client";
import type QuillCursors from "quill-cursors";
import { colourOf, PERSON_COLOURS } from "../dom.js";
import type { Binding } from "./binding.js";
import { registerFormats } from "./richtext-formats.js";
import { FORMATS } from "./richtext-schema.js";

const TOOLBAR = [
  ["undo", "redo"],
  [{ header: [1, 2, 3, false] }],
  ["bold", "italic", "underline", "strike"],
  [{ color: [] }, { background: [] }],
  [{ list: "ordered" }, { list: "bullet" }, { list: "check" }],
  [{ indent: "-1" }, { indent: "+1" }, { align: [] }],
  ["link", "blockquote", "code-block", "code"],
  [{ script: "sub" }, { script: "super" }],
  ["clean"],
];

const LABELS: Record<string, string> = {
  undo: "Undo",
  redo: "Redo",
  header: "Heading",
  bold: "Bold",
  italic: "Italic",
  underline: "Underline",
  strike: "Strike through",
  color: "Text colour",
  background: "Highlight",
  "list ordered": "Numbered list",
  "list bullet": "Bullet list",
  "list check": "Checklist",
  "indent -1": "Less indent",
  "indent +1": "More indent",
  align: "Alignment",
  link: "Link",
  blockquote: "Quote",
  "code-block": "Code block",
  code: "Code",
  "script sub": "Subscript",
  "script super": "Superscript",
  clean: "Remove formatting",
};

const FLAG_SHOWN = 2_500;

registerFormats();

/** Quill 2 with its toolbar, still empty. Only the user's own changes go on the undo stack. */
export function newQuill(parent: HTMLElement, label: string): Quill {
  const place = parent.appendChild(document.createElement("div"));
  const quill = new Quill(place, {
    theme: "snow",
    formats: FORMATS,
    placeholder: "Start writing…",
    modules: {
      cursors: { transformOnTextChange: true, hideDelayMs: 2_500, hideSpeedMs: 300 },
      history: { userOnly: true, delay: 500, maxStack: 500 },
      uploader: { mimetypes: [] },
      toolbar: {
        container: TOOLBAR,
        handlers: { undo: () => quill.history.undo(), redo: () => quill.history.redo() },
      },
    },
  });
  nameControls(parent, quill, label);
  return quill;
}

/** What the page does with a Quill that shows a document. */
export function quillBinding(parent: HTMLElement, quill: Quill, unbind: () => void): Binding {
  const cursors = quill.getModule("cursors") as QuillCursors;
  const flags: Flags = new Map();
  return {
    focus: () => quill.focus(),
    setEditable: (editable) => {
      quill.enable(editable);
      parent.classList.toggle("read-only", !editable);
    },
    showPeers: (peers) => showPeers(cursors, flags, peers),
    destroy: () => {
      unbind();
      flags.forEach((timer) => clearTimeout(timer));
      cursors.destroy();
      parent.replaceChildren();
    },
  };
}

/** The timers that hide the names of carets that moved. */
type Flags = Map<string, ReturnType<typeof setTimeout>>;

function showPeers(cursors: QuillCursors, flags: Flags, peers: readonly Peer[]): void {
  const placed = peers.filter(({ cursor }) => cursor !== undefined);
  const sessions = new Set(placed.map(({ session }) => session));
  for (const { id } of cursors.cursors()) {
    if (!sessions.has(id)) {
      cursors.removeCursor(id);
    }
  }
  for (const { session, user, name, cursor } of placed) {
    const shownAt = cursors.createCursor(session, name, PERSON_COLOURS[colourOf(user)]!).range as Peer["cursor"] | null;
    if (shownAt?.index !== cursor!.index || shownAt?.length !== cursor!.length) {
      cursors.moveCursor(session, { index: cursor!.index, length: cursor!.length });
      cursors.toggleFlag(session, true);
      clearTimeout(flags.get(session));
      flags.set(session, setTimeout(() => cursors.toggleFlag(session, false), FLAG_SHOWN));
    }
  }
}

/** Gives every control a name for screen readers and pointers, and the toolbar a way in by keyboard. */
function nameControls(parent: HTMLElement, quill: Quill, label: string): void {
  quill.root.setAttribute("role", "textbox");
  quill.root.setAttribute("aria-multiline", "true");
  quill.root.setAttribute("aria-label", `${label}. Alt+F10 leads to the toolbar.`);
  const toolbar = parent.querySelector<HTMLElement>(".ql-toolbar");
  toolbar?.setAttribute("aria-label", "Formatting");
  for (const control of toolbar?.querySelectorAll<HTMLElement>("button, .ql-picker") ?? []) {
    const format = [...control.classList].find((name) => name.startsWith("ql-") && !/^ql-(picker|color-picker|icon-picker)$/.test(name));
    const name = format?.slice(3) ?? "";
    const value = (control as HTMLButtonElement).value;
    const text = LABELS[value ? `${name} ${value}` : name] ?? LABELS[name];
    const target = control.querySelector(".ql-picker-label") ?? control;
    if (text !== undefined) {
      target.setAttribute("aria-label", text);
      control.title = text;
    }
  }
  quill.root.addEventListener("keydown", (event) => {
    if (event.altKey && event.key === "F10") {
      event.preventDefault();
      toolbar?.querySelector<HTMLElement>("button")?.focus();
    }
  });
}
