import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { CoeditConnection, textType } from "../src/index.js";
import type { Socket } from "../src/index.js";
import { seeded } from "./support/random.js";
import { World } from "./support/world.js";

const WELCOME = { t: "welcome", v: 1, session: "s1", user: "alice", name: "Alice", heartbeat: 15_000, limits: { frame: 65_536, payload: 1_048_576, operations: 64 } };

class FakeSocket implements Socket {
  readyState = 1;
  onopen: Socket["onopen"] = null;
  onmessage: Socket["onmessage"] = null;
  onclose: Socket["onclose"] = null;
  onerror: Socket["onerror"] = null;
  readonly sent: string[] = [];

  send(data: string): void {
    this.sent.push(data);
  }

  close(): void {
    this.readyState = 3;
  }

  says(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  breaks(code: number): void {
    this.readyState = 3;
    this.onclose?.({ code });
  }
}

let world: World;
let sockets: FakeSocket[];
let prepared: boolean[];
let answer: string;
let states: string[];
let connection: CoeditConnection;

const last = (): FakeSocket => sockets[sockets.length - 1]!;

/** Lets time pass until there is another try. Gives the milliseconds it took. */
async function nextTry(): Promise<number> {
  const before = sockets.length;
  const from = world.now();
  while (sockets.length === before && world.now() - from < 60_000) {
    await world.pass(10);
  }
  assert.equal(sockets.length, before + 1);
  return world.now() - from;
}

beforeEach(async () => {
  world = new World(seeded(3));
  sockets = [];
  prepared = [];
  states = [];
  answer = "ws://here";
  connection = new CoeditConnection({
    url: "ws://here",
    fetchOperations: async () => [],
    prepare: async (refused) => {
      prepared.push(refused);
      return answer as "signed-out";
    },
    environment: world.environment((_, subprotocol) => {
      assert.equal(subprotocol, "coedit.v1.json");
      sockets.push(new FakeSocket());
      return last();
    }),
  });
  connection.on("state", (state) => states.push(state));
  connection.connect();
  await world.pass(0);
});

test("sends nothing before the greeting, then joins every open document", () => {
  connection.open("d", textType);
  assert.deepEqual(last().sent, []);
  last().says(WELCOME);
  assert.deepEqual(last().sent, ['{"t":"join","d":"d"}']);
  assert.equal(connection.state, "online");
});

test("takes an array of messages in order", () => {
  const document = connection.open("d", textType);
  last().onmessage?.({
    data: JSON.stringify([WELCOME, { t: "joined", d: "d", client: "c", next: 1, type: "text", access: "edit", generation: "g", head: 0, snapshot: { r: 0, v: 1, content: "hi" }, ops: [] }]),
  });
  assert.equal(document.content, "hi");
});

test("reconnects for ever, within 30 s each time", async () => {
  for (let i = 0; i < 12; i++) {
    last().breaks(1006);
    assert.equal(connection.state, "offline");
    const waited = await nextTry();
    assert.ok(waited <= Math.min(30_000, 1_000 * 2 ** i) + 10, `try ${i} came after ${waited} ms`);
  }
});

test("begins with a short wait again after a success", async () => {
  for (let i = 0; i < 8; i++) {
    last().breaks(1006);
    await nextTry();
  }
  last().says(WELCOME);
  last().breaks(1001);
  assert.ok((await nextTry()) <= 1_010);
});

test("asks for the sign-in again when the server says it has ended, or gave no greeting", async () => {
  last().breaks(1006);
  await nextTry();
  last().says(WELCOME);
  last().breaks(1006);
  await nextTry();
  last().says(WELCOME);
  last().breaks(4401);
  answer = "signed-out";
  await world.pass(30_001);
  assert.deepEqual(prepared, [false, true, false, true]);
  assert.equal(connection.state, "signed-out");
  answer = "ws://here";
  connection.connect();
  await world.pass(0);
  last().says(WELCOME);
  assert.equal(connection.state, "online");
});

test("stops when forbidden, and asks for a reload when outdated", async () => {
  last().breaks(4403);
  await world.pass(100_000);
  assert.equal(connection.state, "stopped");
  connection.connect();
  await world.pass(0);
  last().breaks(4406);
  await world.pass(100_000);
  assert.equal(connection.state, "outdated");
  assert.equal(sockets.length, 2);
});

test("waits a while after too many messages", async () => {
  last().says(WELCOME);
  last().breaks(4429);
  await world.pass(4_999);
  assert.equal(sockets.length, 1);
  await world.pass(2_000);
  assert.equal(sockets.length, 2);
});

test("does not repeat its own mistake for ever", async () => {
  for (let i = 0; i < 4; i++) {
    last().says(WELCOME);
    last().breaks(4400);
    assert.ok((await nextTry()) >= 5_000);
  }
  last().says(WELCOME);
  last().breaks(4400);
  assert.equal(connection.state, "outdated");
});

/** Ends a connection as for a client that was still sending: the error comes, its close code does not. */
function cutAfter(error: string, code: number): void {
  last().says(WELCOME);
  last().says({ t: "error", code: error, message: "", fatal: true });
  last().breaks(code);
}

test("takes what the server said for the reason when the close code is lost, not a mistake of its own", async () => {
  for (const code of [1009, 1006]) {
    for (let i = 0; i < 6; i++) {
      cutAfter("rate", code);
      const waited = await nextTry();
      assert.ok(waited >= 5_000 && waited <= 6_010, `after ${waited} ms`);
      cutAfter("draining", code);
      assert.ok((await nextTry()) <= 1_010);
    }
  }
  cutAfter("unauthenticated", 1006);
  answer = "signed-out";
  await world.pass(30_001);
  assert.equal(connection.state, "signed-out");
  assert.equal(prepared.at(-1), true);
});

test("knows its own mistake when the close code is lost", async () => {
  for (let i = 0; i < 4; i++) {
    cutAfter("protocol", 1006);
    assert.ok((await nextTry()) >= 5_000);
  }
  cutAfter("too-large", 1006);
  assert.equal(connection.state, "outdated");
});

test("an error that ended nothing, or an earlier connection, is no reason", async () => {
  cutAfter("rate", 1006);
  await nextTry();
  last().says(WELCOME);
  last().says({ t: "error", code: "protocol", message: "", fatal: false });
  last().breaks(1006);
  assert.ok((await nextTry()) <= 1_010);
});

test("pings into silence and gives up when nothing comes back", async () => {
  last().says(WELCOME);
  await world.pass(15_001);
  assert.deepEqual(last().sent, ['{"t":"ping"}']);
  last().says({ t: "pong" });
  await world.pass(24_000);
  assert.equal(sockets.length, 1);
  await world.pass(10_000);
  assert.equal(sockets.length, 2);
});

test("a probe finds a dead connection within seconds", async () => {
  last().says(WELCOME);
  connection.probe();
  await world.pass(3_001);
  assert.equal(states.includes("offline"), true);
});

test("answers a ping", () => {
  last().says(WELCOME);
  last().says({ t: "ping" });
  assert.deepEqual(last().sent, ['{"t":"pong"}']);
});
