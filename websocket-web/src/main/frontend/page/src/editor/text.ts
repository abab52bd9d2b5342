import { history, historyKeymap } from "@codemirror/commands";
import { Annotation, Transaction, type EditorState } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { textChanges, textOperation } from "@coedit/client";
import type { CoeditDocument, TextChange, TextOperation } from "@coedit/client";
import type { Binding } from "./binding.js";
import { codeMirrorBinding, newCodeMirror } from "./codemirror.js";

const fromOthers = Annotation.define<boolean>();

/** Shows a text document in CodeMirror. Changes by others stay out of the undo history, so undo takes back one's own. */
export function bindText(parent: HTMLElement, source: CoeditDocument<string, TextOperation>, label: string): Binding {
  const tellCursor = (state: EditorState): void => {
    const { from, to } = state.selection.main;
    source.setCursor({ index: from, length: to - from });
  };
  const listener = EditorView.updateListener.of((update) => {
    for (const transaction of update.transactions) {
      if (transaction.docChanged && transaction.annotation(fromOthers) !== true) {
        source.submit(textOperation(changesOf(transaction), source.content));
      }
    }
    if (update.docChanged || update.selectionSet) {
      tellCursor(update.state);
    }
  });
  const view = newCodeMirror(parent, source.content, label, [history(), keymap.of(historyKeymap), listener]);
  const unbind = source.on("change", ({ operation, before }) => {
    const changes = textChanges(operation, before).map(({ index, removed, insert }) => ({ from: index, to: index + removed, insert }));
    view.dispatch({ changes, annotations: [fromOthers.of(true), Transaction.addToHistory.of(false)] });
  });
  tellCursor(view.state);
  return codeMirrorBinding(view, unbind);
}

function changesOf(transaction: Transaction): TextChange[] {
  const changes: TextChange[] = [];
  transaction.changes.iterChanges((from, to, _from, _to, inserted) => {
    changes.push({ index: from, removed: to - from, insert: inserted.sliceString(0, inserted.length, "\n") });
  });
  return changes;
}
