import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Annotation, Compartment, EditorState, Transaction } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, placeholder } from "@codemirror/view";
import { textChanges, textOperation } from "@coedit/client";
import type { CoeditDocument, TextChange, TextOperation } from "@coedit/client";
import type { Binding } from "./binding.js";
import { peerCursors, showPeers } from "./text-cursors.js";

const fromOthers = Annotation.define<boolean>();

/** What the content security policy lets a style sheet in with, which CodeMirror makes as it starts. */
function styleNonce(): string {
  return document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce ?? "";
}

/** Shows a text document in CodeMirror 6. Changes by others stay out of the undo history, so undo takes back one's own. */
export function bindText(parent: HTMLElement, source: CoeditDocument<string, TextOperation>, label: string): Binding {
  const editable = new Compartment();
  const writable = (yes: boolean) => [EditorState.readOnly.of(!yes), EditorView.contentAttributes.of({ "aria-readonly": String(!yes) })];
  const tellCursor = (state: EditorState): void => {
    const { from, to } = state.selection.main;
    source.setCursor({ index: from, length: to - from });
  };
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: source.content,
      extensions: [
        // A carriage return is a character like any other: only so do places here and in the document agree.
        EditorState.lineSeparator.of("\n"),
        EditorView.clipboardInputFilter.of((text) => text.replace(/\r\n?/g, "\n").replaceAll("\0", "")),
        history(),
        drawSelection(),
        highlightActiveLine(),
        highlightSelectionMatches(),
        search({ top: true }),
        EditorView.lineWrapping,
        EditorView.cspNonce.of(styleNonce()),
        placeholder("Start writing…"),
        EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "true", autocorrect: "on", autocapitalize: "on" }),
        keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap]),
        editable.of(writable(source.canEdit)),
        peerCursors,
        EditorView.updateListener.of((update) => {
          for (const transaction of update.transactions) {
            if (transaction.docChanged && transaction.annotation(fromOthers) !== true) {
              source.submit(textOperation(changesOf(transaction), source.content));
            }
          }
          if (update.docChanged || update.selectionSet) {
            tellCursor(update.state);
          }
        }),
      ],
    }),
  });
  const unbind = source.on("change", ({ operation, before }) => {
    const changes = textChanges(operation, before).map(({ index, removed, insert }) => ({ from: index, to: index + removed, insert }));
    view.dispatch({ changes, annotations: [fromOthers.of(true), Transaction.addToHistory.of(false)] });
  });
  tellCursor(view.state);
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

function changesOf(transaction: Transaction): TextChange[] {
  const changes: TextChange[] = [];
  transaction.changes.iterChanges((from, to, _from, _to, inserted) => {
    changes.push({ index: from, removed: to - from, insert: inserted.sliceString(0, inserted.length, "\n") });
  });
  return changes;
}
