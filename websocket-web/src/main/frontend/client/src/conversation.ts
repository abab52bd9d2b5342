import type { Audience, Link } from "./audience.js";
import { fetchMissing, type FetchOperations } from "./catch-up.js";
import { Edits } from "./edits.js";
import type { Environment } from "./environment.js";
import { categoryOf } from "./protocol.js";
import type { Access, ClientMessage, CommittedOperation, DocumentMessage, Joined } from "./protocol.js";
import { afterRefusal } from "./refusals.js";
import { Timers } from "./timers.js";
import type { DocumentType } from "./types/type.js";

const SUBMIT_INTERVAL = 25;

type Phase = "absent" | "joining" | "catching-up" | "joined" | "closed";

/**
 * One document in conversation with the server: joins, resumes, submits, sends again, and knows what every answer means for the
 * edits that are pending (docs/protocol.md, sections 3 and 4). What the edits are is the business of `Edits`.
 */
export class Conversation<C, O> {
  edits: Edits<C, O> | undefined;
  access: Access = "view";
  phase: Phase = "absent";
  link: Link | undefined;
  private client: string | undefined;
  private generation = "";
  private nextSeq = 1;
  /** The name of what is in flight stayed free: it may be sent again under the server's `next`, rebased. */
  private nameIsFree = false;
  /** The content here is to be replaced by the server's, whatever it is. */
  private fresh = false;
  private internalFailures = 0;
  private joinCount = 0;
  private heldBack: CommittedOperation[] = [];
  private lastSubmit = -Infinity;
  private readonly timers: Timers;

  constructor(
    private readonly id: string,
    private readonly type: DocumentType<C, O>,
    private readonly environment: Environment,
    private readonly fetchOperations: FetchOperations,
    private readonly audience: Audience<C, O>,
  ) {
    this.timers = new Timers(environment);
  }

  get revision(): number {
    return this.edits?.revision ?? 0;
  }

  /** Stops for good. */
  close(): void {
    this.link?.send({ t: "leave", d: this.id });
    this.end();
  }

  connected(link: Link): void {
    this.link = link;
    this.join();
  }

  disconnected(): void {
    this.link = undefined;
    this.phase = "absent";
    this.timers.stop();
  }

  receive(message: Exclude<DocumentMessage, { t: "presence" }>): void {
    switch (message.t) {
      case "joined":
        this.joined(message);
        break;
      case "ops":
        this.committed(message.ops);
        break;
      case "ack":
        this.acknowledged(message.seq, message.r);
        break;
      case "refuse":
        this.refused(message.seq, message.code, message.message, message.retryAfter);
        break;
      case "closed":
        this.ended(message.code, message.message, message.retryAfter);
        break;
      case "reset":
        this.startOver(message.code, message.message);
        break;
    }
  }

  private join(): void {
    this.timers.stop();
    this.joinCount++;
    this.phase = "joining";
    this.heldBack = [];
    this.audience.rejoining();
    this.expectAnswer();
    this.link?.send({
      t: "join",
      d: this.id,
      ...(this.client === undefined ? {} : { client: this.client }),
      ...(this.edits === undefined || this.fresh
        ? {}
        : { resume: { generation: this.generation, revision: this.edits.revision } }),
    });
    this.audience.progressed();
  }

  private joined(message: Joined): void {
    if (this.phase !== "joining") {
      return;
    }
    if (message.type !== this.type.id) {
      this.giveUp("unknown-type", `the document is of type ${message.type}`);
      return;
    }
    if (this.edits !== undefined && !this.fresh && !this.continues(message)) {
      this.startOver("resync", "the server's history is another one");
      return;
    }
    this.client = message.client;
    this.generation = message.generation;
    this.nextSeq = message.next;
    if (this.access !== message.access) {
      this.access = message.access;
      this.audience.granted(message.access);
    }
    if (this.edits === undefined || this.fresh) {
      this.offerCopy("resync", "the document was loaded anew");
      this.takeSnapshot(message);
      this.caughtUp([]);
    } else if (message.snapshot === undefined) {
      this.caughtUp(message.ops);
    } else if (this.edits.pending) {
      this.catchUp(message);
    } else {
      this.takeSnapshot(message);
      this.caughtUp([]);
    }
  }

  /** Whether the server goes on where this client stands, as far as an answer to `join` can show it. */
  private continues(message: Joined): boolean {
    const sameClient = message.client === this.client || this.edits?.inFlight === undefined;
    return message.generation === this.generation && message.head >= this.revision && sameClient;
  }

  private takeSnapshot(message: Joined): void {
    if (message.snapshot === undefined) {
      this.giveUp("protocol", "the server sent no content");
      return;
    }
    let content = this.type.read(message.snapshot.content);
    for (const { op } of message.ops) {
      content = this.type.apply(content, op as O);
    }
    this.fresh = false;
    const { edits } = this;
    if (edits === undefined) {
      this.edits = new Edits(this.type, content, message.head);
      this.audience.opened(content);
    } else {
      this.show(() => edits.replace(content, message.head), undefined);
    }
  }

  /** A snapshot came where operations are needed to rebase over: fetches them. */
  private catchUp(message: Joined): void {
    this.phase = "catching-up";
    const join = this.joinCount;
    const stillWanted = (): boolean => this.joinCount === join && this.phase === "catching-up";
    const range = { document: this.id, from: this.revision + 1, to: message.head };
    fetchMissing(this.fetchOperations, range, this.environment, stillWanted).then(
      (operations) => {
        if (stillWanted()) {
          this.caughtUp(operations);
          this.audience.progressed();
        }
      },
      () => {
        if (stillWanted()) {
          this.offerCopy("resync", "what others wrote meanwhile could not be fetched");
          this.takeSnapshot(message);
          this.caughtUp([]);
          this.audience.progressed();
        }
      },
    );
  }

  private caughtUp(operations: readonly CommittedOperation[]): void {
    if (this.phase === "closed") {
      return;
    }
    const later = this.heldBack;
    this.heldBack = [];
    this.phase = "joined";
    this.timers.answered();
    if (this.applyAll([...operations, ...later])) {
      this.sendAgain();
    }
  }

  /** Nothing tells whether what was in flight arrived, except that it did not come by: the same once more. */
  private sendAgain(): void {
    const { edits } = this;
    if (edits?.inFlight !== undefined) {
      if (this.nameIsFree) {
        edits.refreeze(this.nextSeq);
      } else if (edits.inFlight.seq < this.nextSeq) {
        this.startOver("resync", "an acknowledgement is missing");
        return;
      }
      this.nextSeq = edits.inFlight.seq + 1;
      this.sendInFlight();
    }
    this.nameIsFree = false;
    this.flush();
    this.audience.settled();
  }

  private committed(operations: readonly CommittedOperation[]): void {
    if (this.phase === "catching-up") {
      this.heldBack.push(...operations);
    } else if (this.phase === "joined" && this.applyAll(operations)) {
      this.flush();
    }
  }

  /** False when some were missing and the document is joined again. */
  private applyAll(operations: readonly CommittedOperation[]): boolean {
    for (const operation of operations) {
      if (operation.r > this.revision + 1) {
        this.join();
        return false;
      }
      if (operation.r === this.revision + 1) {
        this.applyCommitted(operation);
      }
    }
    return true;
  }

  private applyCommitted(committed: CommittedOperation): void {
    const { edits } = this;
    if (edits === undefined) {
      return;
    }
    const operation = committed.op as O;
    const splices = this.type.splices(operation, edits.committed);
    if (committed.c === this.client && committed.s === edits.inFlight?.seq) {
      edits.settle(operation);
      this.timers.answered();
      this.nextSeq = Math.max(this.nextSeq, committed.s + 1);
      this.internalFailures = 0;
      this.audience.settled();
    } else {
      this.show(() => edits.receive(operation), committed.u);
    }
    this.audience.committed({ revision: committed.r, author: committed.u, splices });
  }

  /** Makes a change that the user has to be shown. */
  private show(change: () => O, author: string | undefined): void {
    const before = this.edits!.local;
    const operation = change();
    if (!this.type.isNoop(operation)) {
      this.audience.changed(operation, before, author);
    }
  }

  private acknowledged(seq: number, revision: number): void {
    const inFlight = this.edits?.inFlight;
    if (this.phase !== "joined" || this.edits === undefined || inFlight?.seq !== seq) {
      return;
    }
    if (revision === 0 && this.type.isNoop(inFlight.rebased)) {
      this.edits.inFlight = undefined;
      this.nextSeq = seq;
      this.flush();
    } else if (revision > this.revision) {
      this.join();
    } else {
      this.startOver("resync", "an acknowledgement does not fit");
    }
  }

  private refused(seq: number, code: string, message: string, retryAfter: number | undefined): void {
    if (this.phase !== "joined" || this.edits?.inFlight?.seq !== seq) {
      return;
    }
    if (categoryOf(code) === "internal") {
      this.internalFailures++;
    }
    const next = afterRefusal(code, this.internalFailures);
    if (next === "send-again") {
      this.timers.retryIn(retryAfter, () => this.sendInFlight());
    } else if (next === "join" || next === "rename") {
      this.nameIsFree = next === "rename";
      this.join();
    } else if (next === "sign-in") {
      this.link?.signInEnded();
    } else {
      this.takeBack(code, message);
    }
  }

  /** The server will never take what is in flight: the user gets a copy, the screen what is stored. */
  private takeBack(code: string, message: string): void {
    this.offerCopy(code, message);
    // Should it be stored after all, it must not pass for what is written next under its name.
    this.client = undefined;
    this.nameIsFree = false;
    const { edits } = this;
    if (edits !== undefined) {
      this.show(() => edits.replace(edits.committed, edits.revision), undefined);
    }
    this.join();
  }

  private ended(code: string, message: string, retryAfter: number | undefined): void {
    const category = categoryOf(code);
    if (category === "conflict" || category === "capacity" || code === "internal") {
      this.phase = "absent";
      this.timers.retryIn(retryAfter, () => this.join());
    } else if (code === "unauthenticated") {
      this.link?.signInEnded();
    } else {
      this.giveUp(code, message);
    }
  }

  private giveUp(code: string, message: string): void {
    this.offerCopy(code, message);
    this.end();
    this.audience.ended({ code, message });
  }

  /** What is here is no prefix of the server's history: nothing of it may be merged. */
  private startOver(code: string, message: string): void {
    this.fresh = true;
    this.takeBack(code, message);
  }

  private offerCopy(code: string, message: string): void {
    if (this.edits?.pending) {
      this.audience.unmerged({ code, message, text: this.type.toText(this.edits.local) });
    }
  }

  /** Sends what waits, if it may be sent now. */
  flush(): void {
    if (this.phase !== "joined" || this.edits?.waiting === undefined || this.edits.inFlight !== undefined) {
      return;
    }
    const wait = this.lastSubmit + SUBMIT_INTERVAL - this.environment.now();
    if (wait > 0) {
      this.timers.submitIn(wait, () => this.flush());
      return;
    }
    if (this.edits.freeze(this.nextSeq) !== undefined) {
      this.nextSeq++;
      this.sendInFlight();
    }
  }

  private sendInFlight(): void {
    const inFlight = this.edits?.inFlight;
    if (inFlight === undefined || this.phase !== "joined" || this.link === undefined) {
      return;
    }
    const message: ClientMessage = { t: "submit", d: this.id, seq: inFlight.seq, base: inFlight.base, ops: [inFlight.sent] };
    if (!this.link.fits(message)) {
      this.takeBack("too-large", "this is more text at once than the server takes");
      return;
    }
    this.lastSubmit = this.environment.now();
    this.expectAnswer();
    this.link.send(message);
  }

  /** A server that stays silent has forgotten: asking again does no harm, since names are taken once only. */
  private expectAnswer(): void {
    this.timers.expectAnswer(() => {
      if (this.phase === "joined") {
        this.join();
      } else {
        // A second join without a client id could be answered with another one: only a new socket makes a clean start.
        this.link?.reconnect();
      }
    });
  }

  private end(): void {
    this.timers.stop();
    this.phase = "closed";
    this.link = undefined;
    this.audience.progressed();
  }
}
