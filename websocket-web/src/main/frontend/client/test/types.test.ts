import assert from "node:assert/strict";
import { test } from "node:test";
import { type as unicode } from "ot-text-unicode";
import { mapIndex, richTextType, textChanges, textOperation, textType } from "../src/index.js";
import type { DocumentType, TextChange } from "../src/index.js";
import { byteLength, toFrames } from "../src/parts.js";
import { mapIndexBack } from "../src/splice.js";
import { below, seeded } from "./support/random.js";

const SEED = Number(process.env["COEDIT_SEED"] ?? Date.now() % 1_000_000);

function randomChanges(text: string, random: () => number): TextChange[] {
  const changes: TextChange[] = [];
  const points = Array.from(text);
  for (let at = below(random, 4); at < points.length; at += 1 + below(random, 4)) {
    const removed = Math.min(below(random, 3), points.length - at);
    const index = points.slice(0, at).join("").length;
    changes.push({ index, removed: points.slice(at, at + removed).join("").length, insert: ["", "x", "😀y"][below(random, 3)]! });
    at += removed;
  }
  return changes;
}

function checkTp1<C, O>(type: DocumentType<C, O>, content: C, a: O, b: O): void {
  const one = type.apply(type.apply(content, a), type.transform(b, a, "right"));
  const other = type.apply(type.apply(content, b), type.transform(a, b, "left"));
  assert.deepEqual(one, other, JSON.stringify({ content, a, b }));
}

test("text operations converge, compose and turn into places and back", () => {
  const random = seeded(SEED);
  console.log(`seed ${SEED}`);
  for (let i = 0; i < 3_000; i++) {
    const content = Array.from({ length: below(random, 12) }, () => ["a", "😀", "\n"][below(random, 3)]).join("");
    const a = textOperation(randomChanges(content, random), content);
    const b = textOperation(randomChanges(content, random), content);
    checkTp1(textType, content, a, b);
    const after = textType.apply(content, a);
    assert.equal(after, unicode.apply(content, a), "as the published type has it");
    const next = textOperation(randomChanges(after, random), after);
    assert.equal(textType.apply(content, textType.compose(a, next)), textType.apply(after, next));
    assert.deepEqual(textOperation(textChanges(a, content), content), a);
    assert.equal(textType.apply(content, textType.diff(content, after)), after);
  }
});

test("a diff never cuts a surrogate pair", () => {
  const operation = textType.diff("a😀b", "a😁b");
  assert.deepEqual(operation, [1, "😁", { d: 1 }]);
});

test("ties: in text the left insert stands first, in rich text the right", () => {
  assert.deepEqual(textType.transform(["L"], ["R"], "left"), ["L"]);
  assert.deepEqual(textType.transform(["R"], ["L"], "right"), [1, "R"]);
  assert.deepEqual(richTextType.transform([{ insert: "L" }], [{ insert: "R" }], "left"), [{ retain: 1 }, { insert: "L" }]);
  assert.deepEqual(richTextType.transform([{ insert: "R" }], [{ insert: "L" }], "right"), [{ insert: "R" }]);
});

test("of two values for one attribute the right one stays", () => {
  const left = [{ retain: 1, attributes: { color: "#111" } }];
  const right = [{ retain: 1, attributes: { color: "#222" } }];
  assert.deepEqual(richTextType.transform(left, right, "left"), []);
  assert.deepEqual(richTextType.transform(right, left, "right"), right);
  checkTp1(richTextType, [{ insert: "a\n" }], left, right);
});

test("an index goes forward and back through splices", () => {
  const splices = [
    { index: 2, removed: 0, inserted: 3 },
    { index: 4, removed: 2, inserted: 0 },
  ];
  assert.equal(mapIndex(splices, 1, true), 1);
  assert.equal(mapIndex(splices, 2, false), 2);
  assert.equal(mapIndex(splices, 2, true), 5);
  assert.equal(mapIndex(splices, 5, false), 7);
  assert.equal(mapIndex(splices, 8, false), 9);
  assert.equal(mapIndexBack(splices, 9), 8);
  assert.equal(mapIndexBack(splices, 4), 2);
});

test("a message over the limit goes in parts that fit, and comes together again", () => {
  const message = JSON.stringify({ t: "submit", text: '"quoted" \\ 😀 é '.repeat(4_000) });
  const frames = toFrames(message, 4_096, 9);
  assert.ok(frames.length > 1);
  const parts = frames.map((frame) => {
    assert.ok(byteLength(frame) <= 4_096);
    return JSON.parse(frame) as { t: string; id: number; last: boolean; data: string };
  });
  assert.equal(parts.map(({ data }) => data).join(""), message);
  assert.deepEqual(parts.map(({ last }) => last), [...parts.slice(1).map(() => false), true]);
  assert.deepEqual(toFrames("{}", 4_096, 9), ["{}"]);
});
