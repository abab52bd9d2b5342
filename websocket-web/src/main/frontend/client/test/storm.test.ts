import assert from "node:assert/strict";
import { test } from "node:test";
import { CoeditConnection } from "../src/index.js";
import type { Socket } from "../src/index.js";
import { seeded } from "./support/random.js";
import { World } from "./support/world.js";

const CLIENTS = 2_000;
const WELCOME = { t: "welcome", v: 1, session: "s1", user: "alice", name: "Alice", heartbeat: 15_000, limits: { frame: 65_536, payload: 1_048_576, operations: 64 } };

/** A server that lets everybody in while it is up, and notes when. */
class Door {
  up = true;
  readonly arrivals: number[] = [];
  private readonly open = new Set<Socket>();

  constructor(private readonly world: World) {}

  socket(): Socket {
    const socket: Socket = {
      readyState: 1,
      onopen: null,
      onmessage: null,
      onclose: null,
      onerror: null,
      send: () => socket.onmessage?.({ data: '{"t":"pong"}' }),
      close: () => void this.open.delete(socket),
    };
    this.world.after(5, () => {
      if (this.up) {
        this.arrivals.push(this.world.now());
        this.open.add(socket);
        socket.onmessage?.({ data: JSON.stringify(WELCOME) });
      } else {
        socket.onclose?.({ code: 1006 });
      }
    });
    return socket;
  }

  dies(): void {
    this.up = false;
    this.arrivals.length = 0;
    for (const socket of [...this.open]) {
      socket.onclose?.({ code: 1006 });
    }
  }
}

const busiestSecond = (arrivals: readonly number[], from: number): number => {
  const seconds = new Map<number, number>();
  for (const at of arrivals) {
    const second = Math.floor((at - from) / 1_000);
    seconds.set(second, (seconds.get(second) ?? 0) + 1);
  }
  return Math.max(...seconds.values());
};

/** How many arrive in the busiest second when the server was away for so long; everybody is back within half a minute. */
async function storm(away: number): Promise<number> {
  const world = new World(seeded(11));
  const door = new Door(world);
  const clients = Array.from({ length: CLIENTS }, () => {
    const environment = world.environment(() => door.socket());
    const connection = new CoeditConnection({ url: "ws://here", fetchOperations: async () => [], environment });
    connection.connect();
    return connection;
  });
  await world.pass(100);
  door.dies();
  await world.pass(away);
  door.up = true;
  const from = world.now();
  await world.pass(30_100);
  assert.equal(door.arrivals.length, CLIENTS);
  assert.ok(clients.every((client) => client.state === "online"));
  clients.forEach((client) => client.close());
  return busiestSecond(door.arrivals, from);
}

test("two thousand clients of a server that was away for 20 s come back spread over half a minute", async () => {
  const most = await storm(20_000);
  assert.ok(most <= CLIENTS / 8, `${most} in one second`);
});

test("when the server was away for 2 s, no second brings more than half of them", async () => {
  const most = await storm(2_000);
  assert.ok(most <= CLIENTS / 2, `${most} in one second`);
});
