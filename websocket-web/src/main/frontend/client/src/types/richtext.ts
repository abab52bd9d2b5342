import Delta, { type Op } from "quill-delta";
import type { Splice } from "../splice.js";
import type { DocumentType } from "./type.js";

/** The operations of a Quill Delta; a content is one of inserts only. */
export type RichTextOperation = readonly Op[];

const delta = (ops: RichTextOperation): Delta => new Delta(ops as Op[]);

const lengthOfInsert = (op: Op): number => (typeof op.insert === "string" ? op.insert.length : 1);

function splices(operation: RichTextOperation): Splice[] {
  const result: Splice[] = [];
  let at = 0;
  for (const op of operation) {
    if (op.insert !== undefined) {
      result.push({ index: at, removed: 0, inserted: lengthOfInsert(op) });
    } else if (op.delete !== undefined) {
      result.push({ index: at, removed: op.delete, inserted: 0 });
      at += op.delete;
    } else {
      at += typeof op.retain === "number" ? op.retain : 1;
    }
  }
  return result;
}

const SPECIAL = /["\\\u0000-\u001f\ud800-\udfff]/;

/** As JSON, but for two escapes: the server writes all control characters but three by their number. */
function json(value: unknown): string {
  if (typeof value === "string" && !SPECIAL.test(value)) {
    return `"${value}"`;
  }
  const text = JSON.stringify(value);
  return /\\[bf]/.test(text)
    ? text.replace(/\\(.)/g, (escape, c) => (c === "b" ? "\\u0008" : c === "f" ? "\\u000c" : escape))
    : text;
}

function canonicalAttributes(attributes: Op["attributes"]): string {
  const names = Object.keys(attributes ?? {}).sort();
  return names.length === 0 ? "" : `,"attributes":{${names.map((name) => `${json(name)}:${json(attributes![name])}`).join(",")}}`;
}

/** Neighbours joined, attributes in the order of their names. */
function canonical(content: RichTextOperation): string {
  const runs: { insert: unknown; readonly attributes: string }[] = [];
  for (const { insert, attributes } of content) {
    const last = runs[runs.length - 1];
    const written = canonicalAttributes(attributes);
    if (typeof insert === "string" && typeof last?.insert === "string" && last.attributes === written) {
      last.insert += insert;
    } else {
      runs.push({ insert, attributes: written });
    }
  }
  return `[${runs.map(({ insert, attributes }) => `{"insert":${json(insert)}${attributes}}`).join(",")}]`;
}

export function richTextLength(content: RichTextOperation): number {
  return content.reduce((length, op) => length + lengthOfInsert(op), 0);
}

/** Rich text: Quill Delta, lengths in UTF-16 code units; of two inserts at one place the right stands first. */
export const richTextType: DocumentType<RichTextOperation, RichTextOperation> = {
  id: "richtext",
  read(content) {
    if (!Array.isArray(content)) {
      throw new TypeError("a rich text snapshot is an array of inserts");
    }
    return content as Op[];
  },
  apply: (content, operation) => delta(content).compose(delta(operation)).ops,
  compose: (first, second) => delta(first).compose(delta(second)).ops,
  // The published type swaps the arguments: its left is Delta's "the other has priority".
  transform: (operation, other, side) => delta(other).transform(delta(operation), side === "left").ops,
  isNoop: (operation) => delta(operation).chop().ops.length === 0,
  diff: (from, to) => delta(from).diff(delta(to)).ops,
  splices,
  canonical,
  toText: (content) => content.map((op) => (typeof op.insert === "string" ? op.insert : "\uFFFC")).join(""),
};
