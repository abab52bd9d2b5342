import assert from "node:assert/strict";
import { test } from "node:test";
import * as encoding from "lib0/encoding";
import * as Y from "yjs";
import { Acknowledgements } from "../src/yjs/acknowledgements.js";
import { gate } from "../src/yjs/gate.js";
import { layoutOf, noteKind } from "../src/yjs/layout.js";
import { shownSafely } from "../src/editor/richtext-schema.js";

const STEP_ONE = [0, 0];
const STEP_TWO = [0, 1];
const UPDATE = [0, 2];
const APPLIED = [8, 1];
const REFUSED = [8, 0];
const AWARENESS = [1];

function frame(numbers: readonly number[]): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarString(encoder, "a document");
  numbers.forEach((number) => encoding.writeVarUint(encoder, number));
  return encoding.toUint8Array(encoder);
}

test("nothing is complete before the server has been told what it lacks", () => {
  const acknowledgements = new Acknowledgements();
  acknowledgements.sent(frame(STEP_ONE));
  assert.equal(acknowledgements.complete, false);
  acknowledgements.sent(frame(UPDATE));
  acknowledgements.received(frame(APPLIED));
  assert.equal(acknowledgements.complete, false, "an update between connecting and the sync is acknowledged, the rest is not");
  acknowledgements.sent(frame(STEP_TWO));
  assert.equal(acknowledgements.complete, false);
  acknowledgements.received(frame(APPLIED));
  assert.equal(acknowledgements.complete, true);
});

test("each update is awaited, presence is not, and a connection begins anew", () => {
  const acknowledgements = new Acknowledgements();
  acknowledgements.sent(frame(STEP_TWO));
  acknowledgements.received(frame(APPLIED));
  acknowledgements.sent(frame(AWARENESS));
  assert.equal(acknowledgements.complete, true);
  acknowledgements.sent(frame(UPDATE));
  acknowledgements.sent(frame(UPDATE));
  acknowledgements.received(frame(APPLIED));
  assert.equal(acknowledgements.complete, false);
  acknowledgements.received(frame(APPLIED));
  assert.equal(acknowledgements.complete, true);
  acknowledgements.reset();
  assert.equal(acknowledgements.complete, false);
});

test("a refused update is told and stays awaited", () => {
  const acknowledgements = new Acknowledgements();
  acknowledgements.sent(frame(STEP_TWO));
  assert.equal(acknowledgements.received(frame(STEP_ONE)), true);
  assert.equal(acknowledgements.received(frame(REFUSED)), false);
  assert.equal(acknowledgements.complete, false);
});

/** As another window would have it: nothing but the bytes. */
function received(write: (doc: Y.Doc) => void): Y.Doc {
  const doc = new Y.Doc();
  write(doc);
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  return copy;
}

test("a note says which editor a document is for, whatever is in it", () => {
  for (const kind of ["richtext", "text"] as const) {
    assert.deepEqual(layoutOf(received((doc) => noteKind(doc, kind))), { kind, root: "text" });
  }
  const formatted = received((doc) => {
    noteKind(doc, "text");
    doc.getText("text").insert(0, "bold", { bold: true });
  });
  assert.deepEqual(layoutOf(formatted), { kind: "text", root: "text" });
});

test("without a note the content says it", () => {
  assert.deepEqual(layoutOf(new Y.Doc()), { kind: "blank" });
  assert.deepEqual(layoutOf(received((doc) => doc.getText("codemirror").insert(0, "plain"))), { kind: "text", root: "codemirror" });
  const quill = received((doc) => doc.getText("quill").applyDelta([{ insert: "so ", attributes: { bold: true } }, { insert: "so" }]));
  assert.deepEqual(layoutOf(quill), { kind: "richtext", root: "quill" });
  const both = received((doc) => {
    doc.getText("another").insert(0, "a");
    doc.getText("text").insert(0, "b");
  });
  assert.deepEqual(layoutOf(both), { kind: "text", root: "text" });
});

test("what other editors write is theirs", () => {
  const tiptap = received((doc) => doc.getXmlFragment("default").push([new Y.XmlElement("paragraph")]));
  assert.deepEqual(layoutOf(tiptap), { kind: "foreign" });
  assert.deepEqual(layoutOf(received((doc) => doc.getMap("cells").set("a1", 1))), { kind: "foreign" });
  const tidied = received((doc) => {
    doc.getText("text").insert(0, "gone");
    doc.getText("text").delete(0, 4);
  });
  assert.deepEqual(layoutOf(tidied), { kind: "blank" });
});

test("what a program put into a text comes out harmless and as long as it was", () => {
  const doc = new Y.Doc();
  const text = doc.getText("text");
  const seen: unknown[] = [];
  const open = gate(text, shownSafely as never, (ops) => ops);
  text.observe(({ delta }) => seen.push(delta));
  text.insert(0, "a link", { link: "javascript:alert(1)", bold: true });
  text.insertEmbed(6, { image: "javascript:alert(1)" });
  text.insertEmbed(7, { iframe: "https://example.org" });
  const safe = [{ insert: "a link", attributes: { bold: true } }, { insert: { unknown: true } }, { insert: { unknown: true } }];
  assert.deepEqual(text.toDelta(), safe);
  assert.deepEqual(seen[0], [safe[0]]);
  assert.deepEqual(seen[1], [{ retain: 6 }, { insert: { unknown: true } }]);
  open();
  assert.equal((text.toDelta() as { attributes?: { link?: string } }[])[0]?.attributes?.link, "javascript:alert(1)");
});
