import { richTextLength } from "@coedit/client";
import type { CoeditDocument, RichTextOperation } from "@coedit/client";
import Delta from "quill-delta";
import type { Binding } from "./binding.js";
import { newQuill, quillBinding } from "./quill.js";
import { allowed } from "./richtext-schema.js";

/** Quill shows a last line even where the document has none yet. */
const lacksLastLine = (content: RichTextOperation): boolean => {
  const last = content[content.length - 1]?.insert;
  return typeof last !== "string" || !last.endsWith("\n");
};

const shown = (content: RichTextOperation): Delta => {
  const delta = new Delta([...content]);
  return lacksLastLine(content) ? delta.insert("\n") : delta;
};

/** Shows a rich text document in Quill. */
export function bindRichText(
  parent: HTMLElement,
  source: CoeditDocument<RichTextOperation, RichTextOperation>,
  label: string,
): Binding {
  const quill = newQuill(parent, label);
  quill.setContents(shown(source.content), "silent");
  quill.history.clear();

  const tellCursor = (): void => {
    const range = quill.getSelection();
    if (range !== null) {
      source.setCursor(range);
    }
  };
  const repair = (): void => {
    const selection = quill.getSelection();
    quill.setContents(shown(source.content), "api");
    if (selection !== null) {
      quill.setSelection(Math.min(selection.index, quill.getLength() - 1), selection.length, "silent");
    }
  };
  quill.on("text-change", (delta, _before, origin) => {
    if (origin !== "user") {
      return;
    }
    const content = source.content;
    const own = allowed(delta.ops);
    const lastLine = lacksLastLine(content) ? new Delta().retain(richTextLength(content)).insert("\n") : new Delta();
    source.submit(lastLine.compose(new Delta([...own])).ops);
    if (own !== delta.ops) {
      repair();
    }
    tellCursor();
  });
  quill.on("selection-change", tellCursor);
  const unbind = source.on("change", ({ operation }) => {
    quill.updateContents(new Delta([...operation]), "api");
    const { content } = source;
    if (quill.getLength() !== richTextLength(content) + (lacksLastLine(content) ? 1 : 0)) {
      repair();
    }
  });
  quill.enable(source.canEdit);
  return quillBinding(parent, quill, unbind);
}
