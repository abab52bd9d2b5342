import { QuillBinding } from "y-quill";
import type * as Y from "yjs";
import type { YjsDocument } from "../yjs/document.js";
import { gate } from "../yjs/gate.js";
import type { Binding } from "./binding.js";
import { newQuill, quillBinding } from "./quill.js";
import { allowed, shownSafely } from "./richtext-schema.js";

/** The page's rules are written for its own type of a delta. */
type Rule = (ops: Y.YTextEvent["delta"]) => Y.YTextEvent["delta"];

/** Shows a Yjs text with formats in Quill. Others' carets are drawn by the page, as in its other documents. */
export function bindYjsRichText(parent: HTMLElement, source: YjsDocument, text: Y.Text, label: string): Binding {
  const quill = newQuill(parent, label);
  let wrong = false;
  const open = gate(text, shownSafely as unknown as Rule, (ops) => {
    const own = (allowed as unknown as Rule)(ops);
    wrong ||= own !== ops;
    return own;
  });
  const binding = new QuillBinding(text, quill);
  quill.history.clear();

  const tellCursor = (): void => {
    const range = quill.getSelection();
    if (range !== null) {
      source.setCursor(range);
    }
  };
  quill.on("text-change", (_delta, _before, origin) => {
    if (wrong) {
      wrong = false;
      quill.setContents(text.toDelta(), binding as never);
    }
    if (origin === "user") {
      tellCursor();
    }
  });
  quill.on("selection-change", tellCursor);
  return quillBinding(parent, quill, () => {
    binding.destroy();
    open();
  });
}
