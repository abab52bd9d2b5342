import { type as unicode, type TextOp } from "ot-text-unicode";
import type { Splice } from "../splice.js";
import type { DocumentType } from "./type.js";

export type TextOperation = TextOp;

/** One replacement in a text; `index` and `removed` in UTF-16 code units of the text before it. */
export interface TextChange {
  readonly index: number;
  readonly removed: number;
  readonly insert: string;
}

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit < 0xe000;

/** The first index from `from` on that need not be a code point of its own: a native search, for this runs at every key. */
function firstSurrogate(text: string, from: number): number {
  const surrogate = /[\ud800-\udbff]/g;
  surrogate.lastIndex = from;
  return surrogate.exec(text)?.index ?? text.length;
}

/** The index that lies `codePoints` after `index`. */
function advance(text: string, index: number, codePoints: number): number {
  const plain = firstSurrogate(text, index) - index;
  let at = index + Math.min(plain, codePoints);
  for (let n = codePoints - plain; n > 0 && at < text.length; n--) {
    at += isHigh(text.charCodeAt(at)) && isLow(text.charCodeAt(at + 1)) ? 2 : 1;
  }
  return at;
}

export function countCodePoints(text: string, from = 0, to = text.length): number {
  let pairs = 0;
  for (let at = firstSurrogate(text, from); at < to - 1; at++) {
    if (isHigh(text.charCodeAt(at)) && isLow(text.charCodeAt(at + 1))) {
      pairs++;
      at++;
    }
  }
  return to - from - pairs;
}

/** The operation made of replacements that do not overlap, in the order of their places. */
export function textOperation(changes: readonly TextChange[], before: string): TextOperation {
  const operation: TextOp = [];
  let at = 0;
  for (const change of changes) {
    operation.push(countCodePoints(before, at, change.index));
    operation.push(change.insert);
    at = change.index + change.removed;
    operation.push({ d: countCodePoints(before, change.index, at) });
  }
  return unicode.normalize(operation);
}

/** The replacements that an operation makes in a text. */
export function textChanges(operation: TextOperation, before: string): TextChange[] {
  const changes: TextChange[] = [];
  let at = 0;
  for (const part of operation) {
    if (typeof part === "number") {
      at = advance(before, at, part);
    } else if (typeof part === "string") {
      changes.push({ index: at, removed: 0, insert: part });
    } else {
      const count = typeof part.d === "number" ? part.d : countCodePoints(part.d);
      const end = advance(before, at, count);
      changes.push({ index: at, removed: end - at, insert: "" });
      at = end;
    }
  }
  return changes;
}

function apply(content: string, operation: TextOperation): string {
  let result = "";
  let at = 0;
  for (const { index, removed, insert } of textChanges(operation, content)) {
    result += content.slice(at, index) + insert;
    at = index + removed;
  }
  return result + content.slice(at);
}

function diff(from: string, to: string): TextOperation {
  const shorter = Math.min(from.length, to.length);
  let start = 0;
  while (start < shorter && from.charCodeAt(start) === to.charCodeAt(start)) {
    start++;
  }
  if (start > 0 && isHigh(from.charCodeAt(start - 1))) {
    start--;
  }
  let tail = 0;
  while (tail < shorter - start && from.charCodeAt(from.length - 1 - tail) === to.charCodeAt(to.length - 1 - tail)) {
    tail++;
  }
  if (tail > 0 && isLow(from.charCodeAt(from.length - tail))) {
    tail--;
  }
  const change = { index: start, removed: from.length - tail - start, insert: to.slice(start, to.length - tail) };
  return textOperation([change], from);
}

/** Plain text: operations skip, insert and delete, counted in code points; of two inserts at one place the left stands first. */
export const textType: DocumentType<string, TextOperation> = {
  id: "text",
  read(content) {
    if (typeof content !== "string") {
      throw new TypeError("a text snapshot is a string");
    }
    return content;
  },
  apply,
  compose: (first, second) => unicode.compose(first, second),
  transform: (operation, other, side) => unicode.transform(unicode.normalize(operation), unicode.normalize(other), side),
  isNoop: (operation) => operation.length === 0,
  diff,
  splices: (operation, before): Splice[] =>
    textChanges(operation, before).map(({ index, removed, insert }) => ({ index, removed, inserted: insert.length })),
  canonical: (content) => JSON.stringify(content),
  toText: (content) => content,
};
