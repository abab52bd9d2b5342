import { defaultKeymap } from "@codemirror/commands";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState, type Extension } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, placeholder } from "@codemirror/view";
import type { Binding } from "./binding.js";
import { peerCursors, showPeers } from "./text-cursors.js";

/** What the content security policy lets a style sheet in with, which CodeMirror makes as it starts. */
function styleNonce(): string {
  return document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce ?? "";
}

const writable = (yes: boolean): Extension => [
  EditorState.readOnly.of(!yes),
  EditorView.contentAttributes.of({ "aria-readonly": String(!yes) }),
];

/** CodeMirror 6 with a text. `more` brings what binds it to a document; its keys go before the usual ones. */
export function newCodeMirror(parent: HTMLElement, doc: string, label: string, more: Extension): EditorView {
  return new EditorView({
    parent,
    state: EditorState.create({
      doc,
      extensions: [
        // A carriage return is a character like any other: only so do places here and in the document agree.
        EditorState.lineSeparator.of("\n"),
        EditorView.clipboardInputFilter.of((text) => text.replace(/\r\n?/g, "\n").replaceAll("\0", "")),
        more,
        drawSelection(),
        highlightActiveLine(),
        highlightSelectionMatches(),
        search({ top: true }),
        EditorView.lineWrapping,
        EditorView.cspNonce.of(styleNonce()),
        placeholder("Start writing…"),
        EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "true", autocorrect: "on", autocapitalize: "on" }),
        keymap.of([...defaultKeymap, ...searchKeymap]),
        editable.of(writable(false)),
        peerCursors,
      ],
    }),
  });
}

const editable = new Compartment();

/** What the page does with a CodeMirror that shows a document. */
export function codeMirrorBinding(view: EditorView, unbind: () => void): Binding {
  return {
    focus: () => view.focus(),
    setEditable: (yes) => view.dispatch({ effects: editable.reconfigure(writable(yes)) }),
    showPeers: (peers) => view.dispatch({ effects: showPeers.of(peers) }),
    destroy: () => {
      unbind();
      view.destroy();
    },
  };
}
