import { EditorView, keymap } from "@codemirror/view";
import { yCollab, yUndoManagerKeymap } from "y-codemirror.next";
import * as Y from "yjs";
import type { YjsDocument } from "../yjs/document.js";
import { gate } from "../yjs/gate.js";
import type { Binding } from "./binding.js";
import { codeMirrorBinding, newCodeMirror } from "./codemirror.js";

/** Stands where others have put something that is no text. */
const NO_TEXT = "\ufffc";

const onlyText = (ops: readonly Y.YTextEvent["delta"][number][]): Y.YTextEvent["delta"] =>
  ops.map((op) => (op.insert === undefined || typeof op.insert === "string" ? op : { insert: NO_TEXT }));

/** Shows a Yjs text in CodeMirror. Others' carets are drawn by the page, as in its other documents. */
export function bindYjsText(parent: HTMLElement, source: YjsDocument, text: Y.Text, label: string): Binding {
  const undo = new Y.UndoManager(text);
  const open = gate(text, onlyText, (ops) => ops);
  const tellCursor = (view: EditorView): void => {
    const { from, to } = view.state.selection.main;
    source.setCursor({ index: from, length: to - from });
  };
  const listener = EditorView.updateListener.of((update) => {
    if (update.selectionSet || update.docChanged) {
      tellCursor(update.view);
    }
  });
  const content = (text.toDelta() as { insert: string }[]).map(({ insert }) => insert).join("");
  const view = newCodeMirror(parent, content, label, [yCollab(text, null, { undoManager: undo }), keymap.of(yUndoManagerKeymap), listener]);
  tellCursor(view);
  const binding = codeMirrorBinding(view, () => undo.destroy());
  return {
    ...binding,
    destroy: () => {
      binding.destroy();
      open();
    },
  };
}
