import assert from "node:assert/strict";
import { test } from "node:test";
import { CoeditConnection, richTextLength, richTextType, textOperation, textType } from "../src/index.js";
import type { CoeditDocument, DocumentType, RichTextOperation } from "../src/index.js";
import { HostileNetwork } from "./support/hostile-network.js";
import { below, seeded } from "./support/random.js";
import { ReferenceServer } from "./support/reference-server.js";
import { World } from "./support/world.js";

type Edit<C, O> = (content: C, token: string, random: () => number) => O;

interface Person {
  readonly connection: CoeditConnection;
  readonly documents: CoeditDocument<any, any>[];
  unmerged: number;
}

const editText: Edit<string, unknown> = (content, token, random) => {
  const units = Array.from(content);
  const at = below(random, units.length + 1);
  const index = units.slice(0, at).join("").length;
  if (token !== "" || units.length === 0) {
    return textOperation([{ index, removed: 0, insert: token === "" ? "x😀" : token }], content);
  }
  const removed = units.slice(at, at + below(random, 6)).join("").length;
  return textOperation([{ index, removed, insert: random() < 0.5 ? "é𝄞"[below(random, 1)]! : "" }], content);
};

const editRichText: Edit<RichTextOperation, RichTextOperation> = (content, token, random) => {
  const length = richTextLength(content);
  const at = below(random, length + 1);
  const before = at === 0 ? [] : [{ retain: at }];
  const some = Math.min(length - at, 1 + below(random, 5));
  const kind = below(random, 4);
  if (token !== "" || some === 0) {
    return [...before, { insert: token === "" ? "y" : token, ...(kind === 0 ? { attributes: { bold: true } } : {}) }];
  }
  if (kind === 0) {
    return [...before, { retain: some, attributes: { bold: random() < 0.5 ? true : null, color: random() < 0.5 ? "#f00" : null } }];
  }
  return kind === 1 ? [...before, { insert: { image: "https://example.org/a.png" } }, { delete: some }] : [...before, { delete: some }];
};

class Simulation {
  readonly random: () => number;
  readonly world: World;
  readonly server: ReferenceServer;
  readonly network: HostileNetwork;
  readonly people: Person[] = [];
  readonly tokens: string[][] = [];

  constructor(
    seed: number,
    readonly types: { type: DocumentType<any, any>; initial: unknown; edit: Edit<any, any> }[],
  ) {
    this.random = seeded(seed);
    this.world = new World(this.random);
    this.server = new ReferenceServer(this.random);
    this.network = new HostileNetwork(this.world, this.server);
    types.forEach(({ type, initial }, i) => this.server.create(`d${i}`, type, initial));
    this.types.forEach(() => this.tokens.push([]));
    for (let i = 2 + below(this.random, 4); i > 0; i--) {
      this.enter(`u${i}`);
    }
  }

  private enter(user: string): void {
    const connection = new CoeditConnection({
      url: "ws://simulated",
      environment: this.world.environment(() => this.network.connect(user)),
      fetchOperations: async (id, from, to) => {
        await new Promise<void>((resolve) => this.world.after(this.random() * 200, resolve));
        if (this.random() < this.network.weather.lose) {
          throw new Error("lost");
        }
        return JSON.parse(JSON.stringify(this.server.operations(id, from, to)));
      },
    });
    const documents = this.types.map(({ type }, i) => connection.open(`d${i}`, type));
    const person: Person = { connection, documents, unmerged: 0 };
    documents.forEach((document) => document.on("unmerged", () => person.unmerged++));
    this.people.push(person);
    connection.connect();
  }

  /** Somebody types somewhere; with `onlyInserts`, something that can be found again. */
  type(onlyInserts: boolean): void {
    const person = this.people[below(this.random, this.people.length)]!;
    const place = below(this.random, this.types.length);
    const document = person.documents[place]!;
    if (!document.canEdit) {
      return;
    }
    // A private-use character of its own for each edit: nothing can split it, and it can be counted in the log.
    const token = onlyInserts ? String.fromCharCode(0xe000 + this.tokens[place]!.length) : this.random() < 0.6 ? "ab" : "";
    if (onlyInserts) {
      this.tokens[place]!.push(token);
    }
    document.submit(this.types[place]!.edit(document.content, token, this.random));
    document.setCursor({ index: 0, length: below(this.random, 3) });
  }

  /** "Saved" is said only by one whose every edit is in the log: then the screen is the log, replayed. */
  checkStatus = (): void => {
    for (const { documents } of this.people) {
      for (const document of documents) {
        if (document.status === "saved") {
          const reference = this.server.documents.get(document.id)!;
          assert.deepEqual(document.content, reference.contentAt(document.revision), "said to be saved");
        }
        assert.equal(document.status === "saved" && document.unsaved, false);
      }
    }
  };

  async run(edits: number, onlyInserts: boolean): Promise<void> {
    await this.world.pass(3_000);
    for (let i = 0; i < edits; i++) {
      this.type(onlyInserts);
      if (this.random() < 0.02) {
        this.network.reachable = !this.network.reachable;
        this.network.cutAll(this.random() < 0.5 ? 1001 : 1006);
      }
      await this.world.pass(this.random() * 120, i % 10 === 0 ? this.checkStatus : undefined);
    }
    this.network.reachable = true;
    this.network.weather = { delay: 50, duplicate: 0, lose: 0, cut: 0 };
    this.server.faults = { busy: 0, reach: Infinity, compaction: 0 };
    // Long enough for the longest wait before a reconnect, and for heartbeats to find what was lost without a trace.
    await this.world.pass(180_000);
    // A frame lost without a trace is found out by the next one.
    const last = this.people[0]!;
    last.documents.forEach((document, i) => document.submit(this.types[i]!.edit(document.content, "end", this.random)));
    await this.world.pass(60_000);
  }

  checkConverged(): void {
    this.types.forEach((_, place) => {
      const reference = this.server.documents.get(`d${place}`)!;
      const content = reference.contentAt(reference.head);
      for (const { documents, unmerged } of this.people) {
        assert.equal(documents[place]!.status, "saved");
        assert.deepEqual(documents[place]!.content, content);
        assert.equal(unmerged, 0);
      }
      const names = reference.log.map(({ c, s }) => `${c}/${s}`);
      assert.equal(new Set(names).size, names.length);
      for (const token of this.tokens[place]!) {
        const count = occurrences(reference.log, token);
        assert.equal(count, 1, `edit ${token.charCodeAt(0) - 0xe000} was committed ${count} times`);
      }
    });
  }
}

function occurrences(log: readonly { op: unknown }[], token: string): number {
  const all = JSON.stringify(log.map(({ op }) => op));
  return all.split(token).length - 1;
}

const TYPES = [
  { type: textType, initial: "Hello 😀 world", edit: editText },
  { type: richTextType, initial: [{ insert: "Title\n" }], edit: editRichText },
];

const RUNS = Number(process.env["COEDIT_SIMULATIONS"] ?? 10);
const FIRST = Number(process.env["COEDIT_SEED"] ?? Date.now() % 1_000_000);

for (const onlyInserts of [true, false]) {
  test(`converges in bad weather, ${onlyInserts ? "with nothing lost or doubled" : "with every kind of edit"}`, async () => {
    for (let seed = FIRST; seed < FIRST + RUNS; seed++) {
      try {
        const simulation = new Simulation(seed, TYPES);
        simulation.network.weather = { delay: 300, duplicate: 0.05, lose: 0.01, cut: 0.01 };
        simulation.server.faults = { busy: 0.1, reach: 25, compaction: 0.05 };
        await simulation.run(150, onlyInserts);
        simulation.checkConverged();
      } catch (failure) {
        throw new Error(`COEDIT_SEED=${seed} COEDIT_SIMULATIONS=1: ${(failure as Error).stack}`, { cause: failure });
      }
    }
    console.log(`seeds ${FIRST} to ${FIRST + RUNS - 1}`);
  });
}
