import assert from "node:assert/strict";
import { test } from "node:test";
import { checksum } from "../src/checksum.js";
import { CoeditDocument } from "../src/document.js";
import { richTextType, textOperation, textType, type DocumentType, type RichTextOperation } from "../src/index.js";
import { ReferenceServer, type ReferenceDocument } from "./support/reference-server.js";
import { below, seeded } from "./support/random.js";
import { World } from "./support/world.js";
import cases from "./canonical-cases.json" with { type: "json" };

const SEED = Number(process.env["COEDIT_SEED"] ?? Date.now() % 1_000_000);

/** A server with one document, and a client for each name. */
class Scene<C, O> {
  readonly world = new World(seeded(1));
  readonly server = new ReferenceServer(seeded(2));
  readonly stored: ReferenceDocument;
  readonly told: number[] = [];

  constructor(
    private readonly type: DocumentType<C, O>,
    initial: unknown,
  ) {
    this.stored = this.server.create("d", type, initial);
  }

  client(user: string): CoeditDocument<C, O> {
    const environment = this.world.environment(() => assert.fail("no socket here"));
    const document = new CoeditDocument(
      "d",
      this.type,
      environment,
      async (id, from, to) => this.server.operations(id, from, to),
      () => undefined,
    );
    const session = this.server.connect(user, (message) => {
      if ("d" in message) {
        this.world.after(1, () => document.receive(message as never));
      }
    });
    document.connected({
      send: (message) => {
        if (message.t === "state") {
          this.told.push(this.world.now());
        }
        this.world.after(1, () => session.receive(message as never));
      },
      fits: () => true,
      signInEnded: () => undefined,
      reconnect: () => undefined,
    });
    return document;
  }
}

function corrupt(document: object, content: unknown): void {
  const { conversation } = document as { conversation: { edits: { local: unknown; committed: unknown } } };
  conversation.edits.local = conversation.edits.committed = content;
}

const types = (document: CoeditDocument<string, any>, insert: string): void =>
  document.submit(textOperation([{ index: 0, removed: 0, insert }], document.content));

test("the checksum is the well-known CRC-32 of the UTF-8", () => {
  assert.equal(checksum("123456789"), "cbf43926");
  assert.equal(checksum(""), "00000000");
  assert.equal(checksum("\u0000"), "d202ef8d");
});

test("what is not changed is not told, and what changes all the time once a minute", async () => {
  const scene = new Scene(textType, "abc");
  const alice = scene.client("alice");
  await scene.world.pass(300_000);
  assert.deepEqual(scene.told, [], "idle is silent");
  for (let second = 0; second < 180; second++) {
    types(alice, "x");
    await scene.world.pass(1_010);
  }
  await scene.world.pass(300_000);
  assert.equal(scene.told.length, 4);
  assert.equal(scene.server.diverged, 0);
});

test("a corrupted state heals, and others do not notice", async () => {
  const scene = new Scene(textType, "abc");
  const alice = scene.client("alice");
  const bob = scene.client("bob");
  await scene.world.pass(100);
  corrupt(alice, "aXc and more");
  const shown: unknown[] = [];
  alice.on("change", (change) => shown.push(change));
  types(bob, "1");
  await scene.world.pass(10_000);
  assert.equal(scene.server.diverged, 1);
  assert.equal(alice.content, "1abc");
  assert.equal(bob.content, "1abc");
  assert.ok(shown.length >= 2);
  types(alice, "2");
  await scene.world.pass(120_000);
  assert.equal(bob.content, "21abc");
  assert.equal(scene.server.diverged, 1, "the healed state is the store's");
});

test("what the user types while the answer is on its way is given back as a copy", async () => {
  const scene = new Scene(textType, "abc");
  const alice = scene.client("alice");
  const copies: string[] = [];
  alice.on("unmerged", ({ text }) => copies.push(text));
  await scene.world.pass(100);
  types(alice, "1");
  await scene.world.pass(100);
  corrupt(alice, "Xabc");
  alice.receive({ t: "reset", d: "d", code: "diverged", message: "another state" });
  assert.deepEqual(copies, []);
  await scene.world.pass(100);
  corrupt(alice, "Xabc");
  types(alice, "mine ");
  alice.receive({ t: "reset", d: "d", code: "diverged", message: "another state" });
  await scene.world.pass(100);
  assert.deepEqual(copies, ["mine Xabc"]);
  assert.match(alice.content, /1abc$/, "what was acknowledged is there");
});

function randomDelta(random: () => number): RichTextOperation {
  const content = Array.from({ length: 1 + below(random, 8) }, () => {
    const attributes = [{}, { bold: true }, { italic: true, bold: true }, { bold: true, italic: true }, { color: "#111" }][below(random, 5)]!;
    const insert = ["a", "é\n", "😀", "\"\\\b\f\t\u0001", { image: "https://x/y" }][below(random, 5)]!;
    return { insert, ...(Object.keys(attributes).length === 0 ? {} : { attributes }) };
  });
  return [...content, { insert: "\n" }];
}

/** The order in which names were written, and where a run was cut, are no part of a state; everything else is. */
test("equal rich texts have equal checksums, and each change another", () => {
  const random = seeded(SEED);
  console.log(`seed ${SEED}`);
  const hash = (content: RichTextOperation): string => checksum(richTextType.canonical!(content));
  for (let i = 0; i < 2_000; i++) {
    const content = randomDelta(random);
    const cut = content.flatMap((op) =>
      typeof op.insert === "string" && !/[\ud800-\udfff]/.test(op.insert)
        ? Array.from(op.insert, (insert) => ({ attributes: Object.fromEntries(Object.entries(op.attributes ?? {}).reverse()), insert }))
        : [op],
    );
    assert.equal(hash(cut), hash(content));
    const at = below(random, content.length);
    const other = content.map((op, n) => (n === at ? { ...op, attributes: { ...op.attributes, underline: true } } : op));
    assert.notEqual(hash(other), hash(content));
    assert.notEqual(hash([{ insert: "z" }, ...content]), hash(content));
  }
});

/** The same file is read by the tests of the server's types. */
test("the server's types write the same", () => {
  for (const { type, content, hash } of cases) {
    const own: string = type === "text" ? textType.canonical!(content as string) : richTextType.canonical!(content as RichTextOperation);
    assert.equal(checksum(own), hash, JSON.stringify(content));
  }
});
