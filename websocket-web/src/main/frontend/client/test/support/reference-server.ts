import type { CommittedOperation, DocumentType } from "../../src/index.js";
import { checksum } from "../../src/checksum.js";

type Message = Record<string, unknown> & { t: string; d?: string };

interface Named {
  readonly payload: string;
  readonly revision: number;
}

interface Join {
  readonly client: string;
  given: number;
}

/** One document as the protocol describes it: a list of operations, and nothing cleverer. */
export class ReferenceDocument {
  readonly log: CommittedOperation[] = [];
  readonly names = new Map<string, Named>();
  generation = "g1";
  /** Operations at or below this revision can be had by REST only. */
  floor = 0;

  constructor(
    readonly id: string,
    readonly type: DocumentType<any, any>,
    readonly initial: unknown,
  ) {}

  get head(): number {
    return this.log.length;
  }

  contentAt(revision: number): any {
    return this.log.slice(0, revision).reduce((content, { op }) => this.type.apply(content, op), this.type.read(this.initial));
  }

  highest(client: string): number {
    return this.log.reduce((high, { c, s }) => (c === client ? Math.max(high, s) : high), 0);
  }
}

export interface Faults {
  /** Chance that a submission is refused as `busy`. */
  busy: number;
  /** A base further back than this is refused as `stale-base`. */
  reach: number;
  /** Chance that compaction moves the floor to the head. */
  compaction: number;
}

/**
 * The server's side of docs/protocol.md in memory, slow and plain: the other half of the client's simulation tests, and what the
 * page is developed against. Operations are committed as soon as they are sequenced.
 */
export class ReferenceServer {
  readonly documents = new Map<string, ReferenceDocument>();
  readonly sessions = new Set<ReferenceSession>();
  faults: Faults = { busy: 0, reach: Infinity, compaction: 0 };
  issued = 0;
  /** How many states clients have told, and how many of them were not what is stored. */
  compared = 0;
  diverged = 0;

  constructor(readonly random: () => number) {}

  create(id: string, type: DocumentType<any, any>, initial: unknown): ReferenceDocument {
    const document = new ReferenceDocument(id, type, initial);
    this.documents.set(id, document);
    return document;
  }

  connect(user: string, send: (message: object) => void): ReferenceSession {
    const session = new ReferenceSession(this, `s${++this.issued}`, user, send);
    this.sessions.add(session);
    const limits = { frame: 65536, payload: 1048576, operations: 64 };
    send({ t: "welcome", v: 1, session: session.name, user, name: user, heartbeat: 15000, limits });
    return session;
  }

  operations(id: string, from: number, to: number): CommittedOperation[] {
    return this.documents.get(id)?.log.slice(from - 1, Math.min(to, from + 999)) ?? [];
  }
}

export class ReferenceSession {
  readonly joins = new Map<string, Join>();
  private readonly states = new Map<string, unknown>();
  private parts = "";

  constructor(
    private readonly server: ReferenceServer,
    readonly name: string,
    readonly user: string,
    readonly send: (message: object) => void,
  ) {}

  close(): void {
    this.server.sessions.delete(this);
    for (const d of this.joins.keys()) {
      this.tellPeers(d, null);
    }
  }

  receive(message: Message): void {
    const document = this.server.documents.get(message.d ?? "");
    if (message.t === "ping") {
      this.send({ t: "pong" });
    } else if (message.t === "part") {
      this.parts += String(message["data"]);
      if (message["last"] === true) {
        const whole = JSON.parse(this.parts) as Message;
        this.parts = "";
        this.receive(whole);
      }
    } else if (document === undefined) {
      this.send({ t: "closed", d: message.d, code: "not-found", message: "no such document" });
    } else if (message.t === "join") {
      this.join(document, message);
    } else if (message.t === "leave") {
      this.joins.delete(document.id);
      this.tellPeers(document.id, null);
    } else if (message.t === "submit") {
      this.submit(document, message);
    } else if (message.t === "state") {
      this.compare(document, Number(message["r"]), message["hash"]);
    } else if (message.t === "presence") {
      this.states.set(document.id, message["state"]);
      this.tellPeers(document.id, message["state"]);
    }
  }

  /** Every state that a client tells is compared. */
  private compare(document: ReferenceDocument, revision: number, hash: unknown): void {
    this.server.compared++;
    if (checksum(document.type.canonical!(document.contentAt(revision))) !== hash) {
      this.server.diverged++;
      this.joins.delete(document.id);
      this.send({ t: "reset", d: document.id, code: "diverged", message: "another state" });
    }
  }

  private join(document: ReferenceDocument, message: Message): void {
    const resume = message["resume"] as { generation: string; revision: number } | undefined;
    if (resume !== undefined && (resume.generation !== document.generation || resume.revision > document.head)) {
      this.joins.delete(document.id);
      this.send({ t: "reset", d: document.id, code: "generation-changed", message: "restored from a backup" });
      return;
    }
    const client = (message["client"] as string | undefined) ?? `c${++this.server.issued}`;
    this.joins.set(document.id, { client, given: document.head });
    const resumed = resume !== undefined && resume.revision >= document.floor;
    const from = resumed ? resume.revision : document.floor;
    this.send({
      t: "joined",
      d: document.id,
      client,
      next: document.highest(client) + 1,
      type: document.type.id,
      access: "edit",
      generation: document.generation,
      head: document.head,
      ...(resumed ? {} : { snapshot: { r: from, v: 1, content: document.contentAt(from) } }),
      ops: document.log.slice(from),
    });
    const peers = [...this.server.sessions]
      .filter((other) => other !== this && other.joins.has(document.id))
      .map((other) => ({ session: other.name, user: other.user, name: other.user, state: other.states.get(document.id) ?? {} }));
    this.send({ t: "presence", d: document.id, peers });
    this.tellPeers(document.id, {});
  }

  private tellPeers(d: string, state: unknown): void {
    for (const other of this.server.sessions) {
      if (other !== this && other.joins.has(d)) {
        other.send({ t: "presence", d, peers: [{ session: this.name, user: this.user, name: this.user, state }] });
      }
    }
  }

  private submit(document: ReferenceDocument, message: Message): void {
    const { seq, base } = message as unknown as { seq: number; base: number };
    const operations = message["ops"] as unknown[];
    const join = this.joins.get(document.id);
    const refuse = (code: string): void =>
      this.send({ t: "refuse", d: document.id, seq, code, message: code, ...(code === "busy" ? { retryAfter: 50 } : {}) });
    if (join === undefined) {
      return refuse("not-joined");
    }
    const payload = JSON.stringify([base, operations]);
    const known = document.names.get(`${join.client}/${seq}`);
    if (known !== undefined) {
      return known.payload === payload ? this.send({ t: "ack", d: document.id, seq, r: known.revision }) : refuse("sequence-reused");
    }
    if (seq !== document.highest(join.client) + 1) {
      return refuse("sequence-gap");
    }
    const { faults, random } = this.server;
    const tail = document.log.slice(base);
    if (document.head - base > faults.reach || tail.some(({ c }) => c === join.client)) {
      return refuse("stale-base");
    }
    if (random() < faults.busy) {
      return refuse("busy");
    }
    const { type } = document;
    const mine = tail.reduce((operation, { op }) => type.transform(operation, op, "left"), operations[0]);
    document.names.set(`${join.client}/${seq}`, { payload, revision: document.head + 1 });
    document.log.push({ r: document.head + 1, c: join.client, s: seq, u: this.user, at: 0, op: mine });
    if (random() < faults.compaction) {
      document.floor = document.head;
    }
    for (const session of this.server.sessions) {
      session.deliver(document);
    }
  }

  deliver(document: ReferenceDocument): void {
    const join = this.joins.get(document.id);
    if (join !== undefined && join.given < document.head) {
      const ops = document.log.slice(join.given);
      join.given = document.head;
      this.send({ t: "ops", d: document.id, ops });
    }
  }
}
