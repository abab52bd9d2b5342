import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { textOperation, textType } from "../src/index.js";
import type { CommittedOperation, TextOperation } from "../src/index.js";
import { CoeditDocument } from "../src/document.js";
import type { ClientMessage, DocumentMessage } from "../src/protocol.js";
import { seeded } from "./support/random.js";
import { World } from "./support/world.js";

/** Alice's document and a server that says what the test lets it say. */
class Scene {
  readonly world = new World(seeded(1));
  readonly sent: ClientMessage[] = [];
  readonly statuses: string[] = [];
  readonly unmerged: string[] = [];
  readonly closed: string[] = [];
  readonly asked: number[][] = [];
  stored: CommittedOperation[] = [];
  restFails = false;
  reconnects = 0;
  limit = Infinity;
  readonly link = {
    send: (message: ClientMessage) => void this.sent.push(message),
    fits: (message: ClientMessage) => JSON.stringify(message).length <= this.limit,
    signInEnded: () => undefined,
    reconnect: () => void this.reconnects++,
  };
  readonly document = new CoeditDocument<string, TextOperation>(
    "d",
    textType,
    this.world.environment(() => assert.fail("no socket here")),
    async (_, from, to) => {
      this.asked.push([from, to]);
      if (this.restFails) {
        throw new Error("no answer");
      }
      return this.stored.filter(({ r }) => r >= from && r <= Math.min(to, from + 999));
    },
    () => undefined,
  );

  constructor() {
    this.document.on("status", (status) => this.statuses.push(status));
    this.document.on("unmerged", ({ text }) => this.unmerged.push(text));
    this.document.on("closed", ({ code }) => this.closed.push(code));
  }

  opened(content = "abc", revision = 3): this {
    this.document.connected(this.link);
    this.joined({ head: revision, snapshot: { r: revision, v: 1, content } });
    this.sent.length = 0;
    return this;
  }

  joined(more: object): void {
    this.says({ t: "joined", d: "d", client: "alice", next: 1, type: "text", access: "edit", generation: "g", head: 3, ops: [], ...more });
  }

  says(message: DocumentMessage): void {
    this.document.receive(message);
  }

  types(index: number, insert: string): void {
    this.document.submit(textOperation([{ index, removed: 0, insert }], this.document.content));
  }

  ops(...ops: CommittedOperation[]): void {
    this.says({ t: "ops", d: "d", ops });
  }

  refuses(seq: number, code: string, retryAfter?: number): void {
    this.says({ t: "refuse", d: "d", seq, code, message: code, ...(retryAfter === undefined ? {} : { retryAfter }) });
  }

  comesBack(): void {
    this.document.disconnected();
    this.sent.length = 0;
    this.document.connected(this.link);
  }

  submissions(): ClientMessage[] {
    return this.sent.filter(({ t }) => t === "submit");
  }
}

const mine = (r: number, s: number, op: TextOperation): CommittedOperation => ({ r, c: "alice", s, u: "alice", at: 0, op });
const bobs = (r: number, op: TextOperation): CommittedOperation => ({ r, c: "bob", s: r, u: "bob", at: 0, op });

let scene: Scene;
beforeEach(() => {
  scene = new Scene();
});

test("joins for the first time without a client or a state", () => {
  scene.document.connected(scene.link);
  assert.deepEqual(scene.sent, [{ t: "join", d: "d" }]);
  assert.equal(scene.document.status, "opening");
});

test("opens with the operations after the snapshot applied", () => {
  scene.document.connected(scene.link);
  scene.joined({ head: 4, snapshot: { r: 3, v: 1, content: "abc" }, ops: [bobs(4, [3, "d"])] });
  assert.equal(scene.document.content, "abcd");
  assert.equal(scene.document.revision, 4);
  assert.equal(scene.document.status, "saved");
});

test("is saving until the own operation comes by, then saved", () => {
  scene.opened().types(3, "!");
  assert.equal(scene.document.status, "saving");
  assert.deepEqual(scene.submissions(), [{ t: "submit", d: "d", seq: 1, base: 3, ops: [[3, "!"]] }]);
  scene.ops(mine(4, 1, [3, "!"]));
  assert.equal(scene.document.status, "saved");
});

test("keeps one submission under way and composes the rest", async () => {
  scene.opened().types(3, "1");
  scene.types(4, "2");
  scene.types(5, "3");
  assert.equal(scene.submissions().length, 1);
  scene.ops(mine(4, 1, [3, "1"]));
  await scene.world.pass(100);
  assert.deepEqual(scene.submissions()[1], { t: "submit", d: "d", seq: 2, base: 4, ops: [[4, "23"]] });
  assert.equal(scene.document.status, "saving");
});

test("stands left of others at the same place, both in flight and waiting", () => {
  scene.opened().types(3, "1");
  scene.types(4, "2");
  scene.ops(bobs(4, [3, "B"]));
  assert.equal(scene.document.content, "abc12B");
});

test("ignores what it has applied", () => {
  scene.opened();
  scene.ops(bobs(4, ["x"]));
  scene.ops(bobs(4, ["x"]), bobs(5, ["y"]));
  assert.equal(scene.document.content, "yxabc");
});

test("joins again from where it stands when something is missing", () => {
  scene.opened();
  scene.ops(bobs(5, ["x"]));
  assert.deepEqual(scene.sent, [{ t: "join", d: "d", client: "alice", resume: { generation: "g", revision: 3 } }]);
  scene.ops(bobs(6, ["y"]));
  assert.equal(scene.document.content, "abc");
  scene.joined({ head: 6, ops: [bobs(4, ["w"]), bobs(5, ["x"]), bobs(6, ["y"])] });
  assert.equal(scene.document.content, "yxwabc");
});

test("sends again after a reconnect exactly what it sent first", () => {
  scene.opened().types(3, "!");
  const first = scene.submissions()[0];
  scene.ops(bobs(4, ["x"]));
  scene.comesBack();
  assert.equal(scene.document.status, "saving");
  scene.joined({ head: 5, ops: [bobs(5, ["y"])] });
  assert.deepEqual(scene.submissions(), [first]);
  assert.equal(scene.document.content, "yxabc!");
});

test("does not send again what turns out to have been committed", () => {
  scene.opened().types(3, "!");
  scene.comesBack();
  scene.joined({ next: 2, head: 5, ops: [mine(4, 1, [3, "!"]), bobs(5, ["x"])] });
  assert.deepEqual(scene.submissions(), []);
  assert.equal(scene.document.content, "xabc!");
  assert.equal(scene.document.status, "saved");
});

test("goes on while offline and says so", () => {
  scene.opened();
  scene.document.disconnected();
  scene.types(3, "!");
  assert.equal(scene.document.status, "offline");
  assert.equal(scene.document.unsaved, true);
  scene.document.connected(scene.link);
  scene.joined({});
  assert.equal(scene.document.status, "saving");
  scene.ops(mine(4, 1, [3, "!"]));
  assert.deepEqual(scene.statuses, ["saved", "offline", "offline", "saving", "saved"]);
});

test("waits as long as a busy server asks, then sends the same", async () => {
  scene.opened().types(3, "!");
  scene.refuses(1, "busy", 1_000);
  await scene.world.pass(900);
  assert.equal(scene.submissions().length, 1);
  await scene.world.pass(700);
  assert.deepEqual(scene.submissions()[1], scene.submissions()[0]);
  assert.equal(scene.document.status, "saving");
});

test("sends the rebased form under the same name when the base was too old", () => {
  scene.opened().types(3, "!");
  scene.refuses(1, "stale-base");
  scene.joined({ head: 4, ops: [bobs(4, ["x"])] });
  assert.deepEqual(scene.submissions()[1], { t: "submit", d: "d", seq: 1, base: 4, ops: [[4, "!"]] });
});

test("takes the server's next number when one was skipped", () => {
  scene.opened().types(3, "!");
  scene.refuses(1, "sequence-gap");
  scene.joined({ next: 7 });
  assert.deepEqual(scene.submissions()[1], { t: "submit", d: "d", seq: 7, base: 3, ops: [[3, "!"]] });
});

test("takes back what will never be accepted, and gives the user a copy", () => {
  scene.opened().types(3, "!");
  scene.types(4, "?");
  scene.refuses(1, "invalid-operation");
  assert.equal(scene.document.content, "abc");
  assert.deepEqual(scene.unmerged, ["abc!?"]);
  assert.equal(scene.document.unsaved, false);
});

test("tries an internal failure a few times before taking back", async () => {
  scene.opened().types(3, "!");
  for (let i = 0; i < 2; i++) {
    scene.refuses(1, "internal");
    await scene.world.pass(2_000);
  }
  assert.equal(scene.submissions().length, 3);
  scene.refuses(1, "internal");
  assert.deepEqual(scene.unmerged, ["abc!"]);
});

test("does not take what was taken back, and stored after all, for what was written next", () => {
  scene.opened().types(3, "!");
  scene.refuses(1, "invalid-operation");
  assert.deepEqual(scene.sent.at(-1), { t: "join", d: "d", resume: { generation: "g", revision: 3 } });
  scene.joined({ client: "alice2" });
  scene.types(0, "-");
  scene.ops(mine(4, 1, [3, "!"]));
  assert.equal(scene.document.content, "-abc!");
  assert.equal(scene.document.unsaved, true);
});

test("fetches the missing operations when a snapshot comes instead of them", async () => {
  scene.opened().types(3, "!");
  scene.comesBack();
  scene.stored = [bobs(4, ["x"]), bobs(5, ["y"])];
  scene.joined({ head: 5, snapshot: { r: 5, v: 1, content: "yxabc" } });
  scene.ops(bobs(6, ["z"]));
  await scene.world.pass(0);
  assert.deepEqual(scene.asked, [[4, 5]]);
  assert.equal(scene.document.content, "zyxabc!");
  assert.deepEqual(scene.submissions(), [{ t: "submit", d: "d", seq: 1, base: 3, ops: [[3, "!"]] }]);
  assert.deepEqual(scene.unmerged, []);
});

test("fetches the missing operations in as many answers as it takes", async () => {
  const scene = new Scene().opened("abc", 3);
  scene.document.disconnected();
  scene.types(3, "!");
  scene.stored = Array.from({ length: 2_500 }, (_, i) => ({ r: 4 + i, c: "bob", s: 1 + i, u: "bob", at: 0, op: ["x"] as TextOperation }));
  scene.document.connected(scene.link);
  scene.joined({ head: 2_503, snapshot: { r: 2_503, v: 1, content: "x".repeat(2_500) + "abc" } });
  await scene.world.pass(100);
  assert.deepEqual(scene.asked, [[4, 2_503], [1_004, 2_503], [2_004, 2_503]]);
  assert.deepEqual(scene.unmerged, []);
  assert.equal(scene.document.content, "x".repeat(2_500) + "abc!");
  assert.equal(scene.submissions().length, 1);
});

test("gives back what is larger than the server takes at once, and goes on", () => {
  const scene = new Scene().opened("abc", 3);
  scene.limit = 200;
  scene.types(0, "x".repeat(300));
  assert.deepEqual(scene.submissions(), []);
  assert.deepEqual(scene.unmerged, ["x".repeat(300) + "abc"]);
  assert.equal(scene.document.content, "abc");
  scene.joined({});
  scene.types(3, "!");
  assert.equal(scene.submissions().length, 1);
  assert.equal(scene.reconnects, 0);
});

test("offers a copy when they cannot be fetched, and shows the snapshot", async () => {
  scene.opened().types(3, "!");
  scene.comesBack();
  scene.restFails = true;
  scene.joined({ head: 5, snapshot: { r: 5, v: 1, content: "yxabc" } });
  await scene.world.pass(5_000);
  assert.equal(scene.document.content, "yxabc");
  assert.deepEqual(scene.unmerged, ["abc!"]);
  assert.equal(scene.document.status, "saved");
});

test("takes a snapshot in place when nothing is pending", () => {
  scene.opened();
  const seen: TextOperation[] = [];
  scene.document.on("change", ({ operation }) => seen.push(operation));
  scene.comesBack();
  scene.joined({ head: 9, snapshot: { r: 9, v: 1, content: "abXc" } });
  assert.deepEqual(seen, [[2, "X"]]);
  assert.deepEqual(scene.asked, []);
});

test("never merges after a reset: a copy, and everything anew", async () => {
  scene.opened().types(3, "!");
  scene.says({ t: "reset", d: "d", code: "generation-changed", message: "restored" });
  assert.deepEqual(scene.unmerged, ["abc!"]);
  assert.deepEqual(scene.sent.at(-1), { t: "join", d: "d" });
  scene.joined({ client: "alice2", generation: "h", head: 1, snapshot: { r: 1, v: 1, content: "old" } });
  assert.equal(scene.document.content, "old");
  assert.equal(scene.document.status, "saved");
  scene.types(0, "-");
  await scene.world.pass(100);
  assert.deepEqual(scene.submissions().at(-1), { t: "submit", d: "d", seq: 1, base: 1, ops: [["-"]] });
});

test("never merges with another generation", () => {
  scene.opened().types(3, "!");
  scene.comesBack();
  scene.joined({ generation: "h", head: 3 });
  assert.deepEqual(scene.unmerged, ["abc!"]);
  assert.deepEqual(scene.sent.at(-1), { t: "join", d: "d" });
});

test("does not reuse a name under another client id", () => {
  scene.opened().types(3, "!");
  scene.comesBack();
  scene.joined({ client: "other" });
  assert.deepEqual(scene.submissions(), []);
  assert.deepEqual(scene.unmerged, ["abc!"]);
});

test("joins again when the server closes for want of room, not when access ends", async () => {
  scene.opened();
  scene.says({ t: "closed", d: "d", code: "draining", message: "" });
  await scene.world.pass(2_000);
  assert.equal(scene.sent.at(-1)?.t, "join");
  scene.joined({});
  scene.types(3, "!");
  scene.says({ t: "closed", d: "d", code: "forbidden", message: "" });
  assert.deepEqual(scene.closed, ["forbidden"]);
  assert.deepEqual(scene.unmerged, ["abc!"]);
  assert.equal(scene.document.status, "closed");
});

test("asks again when a submission stays unanswered, and reconnects when a join does", async () => {
  scene.opened().types(3, "!");
  await scene.world.pass(31_000);
  assert.equal(scene.sent.at(-1)?.t, "join");
  await scene.world.pass(31_000);
  assert.equal(scene.reconnects, 1);
});

test("cannot be edited with the right to view only", () => {
  scene.document.connected(scene.link);
  scene.joined({ access: "view", snapshot: { r: 3, v: 1, content: "abc" } });
  assert.equal(scene.document.canEdit, false);
  assert.throws(() => scene.types(0, "x"));
});

test("tells its place as of the revision, without its pending edits", async () => {
  scene.opened().types(0, "12345");
  scene.document.setCursor({ index: 7, length: 1 });
  assert.deepEqual(scene.sent.at(-1), { t: "presence", d: "d", state: { cursor: { index: 2, length: 1 }, r: 3 } });
});

test("moves others' cursors through what came after them and what is pending", () => {
  scene.opened().types(0, "12");
  scene.ops(bobs(4, ["B"]));
  const peer = (cursor: object) => [{ session: "s", user: "carol", name: "Carol", state: { cursor: cursor as never, r: 3 } }];
  scene.says({ t: "presence", d: "d", peers: peer({ index: 1, length: 1 }) });
  assert.deepEqual(scene.document.peerList[0]?.cursor, { index: 4, length: 1 });
  scene.says({ t: "presence", d: "d", peers: [{ session: "s", user: "carol", name: "Carol", state: null }] });
  assert.deepEqual(scene.document.peerList, []);
});

test("keeps a cursor that is ahead until its revision has come", () => {
  scene.opened();
  scene.says({ t: "presence", d: "d", peers: [{ session: "s", user: "bob", name: "Bob", state: { cursor: { index: 4, length: 0 }, r: 4 } }] });
  assert.equal(scene.document.peerList[0]?.cursor, undefined);
  scene.ops(bobs(4, [3, "d"]));
  assert.deepEqual(scene.document.peerList[0]?.cursor, { index: 4, length: 0 });
});
