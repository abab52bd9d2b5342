import { fetchMissing, type FetchOperations } from "./catch-up.js";
import { Edits } from "./edits.js";
import type { Cancel, Environment } from "./environment.js";
import { Events } from "./events.js";
import { OwnCursor } from "./own-cursor.js";
import { mapCursor, Peers, type Peer } from "./peers.js";
import { categoryOf } from "./protocol.js";
import type { Access, ClientMessage, CommittedOperation, Cursor, DocumentMessage, Joined, PresenceState } from "./protocol.js";
import type { DocumentType } from "./types/type.js";

/**
 * What may be said about the user's edits. `saved`: the database has all of them. `saving`: it has not yet answered for
 * some. `offline`: there is no connection. `opening`: nothing to edit has arrived yet. `closed`: nothing more will.
 */
export type DocumentStatus = "opening" | "saved" | "saving" | "offline" | "closed";

export interface DocumentEvents<C, O> {
  /** The content was changed by others: `operation` applies to `before`, what the user saw. */
  change: { readonly operation: O; readonly before: C };
  /** The content is there for the first time. */
  open: C;
  /** The status, or whether something is unsaved, has changed. */
  status: DocumentStatus;
  access: Access;
  peers: readonly Peer[];
  /** Edits that could not be merged and are in the document no more: `text` is the user's last view of it. */
  unmerged: { readonly code: string; readonly message: string; readonly text: string };
  closed: { readonly code: string; readonly message: string };
}

/** What a document needs from its connection. */
export interface Link {
  send(message: ClientMessage): void;
  signInEnded(): void;
  /** Gives the socket up and makes another. */
  reconnect(): void;
}

const SUBMIT_INTERVAL = 25;
const RETRY = 1_000;
const ANSWER_WITHIN = 30_000;
const INTERNAL_TRIES = 3;

type Phase = "absent" | "joining" | "catching-up" | "joined" | "closed";

/** One document, open for editing. Made by `CoeditConnection.open`; every call on one thread. */
export class CoeditDocument<C, O> extends Events<DocumentEvents<C, O>> {
  private edits: Edits<C, O> | undefined;
  private link: Link | undefined;
  private phase: Phase = "absent";
  private client: string | undefined;
  private generation = "";
  private nextSeq = 1;
  private granted: Access = "view";
  /** The name of what is in flight stayed free: it may be sent again under the server's `next`, rebased. */
  private nameIsFree = false;
  /** The content here is to be replaced by the server's, whatever it is. */
  private fresh = false;
  private internalFailures = 0;
  private joinCount = 0;
  private heldBack: CommittedOperation[] = [];
  private readonly peers = new Peers();
  private readonly ownCursor: OwnCursor;
  private lastStatus: DocumentStatus = "opening";
  private lastUnsaved = false;
  private lastSubmit = -Infinity;
  private submitTimer: Cancel | undefined;
  private retryTimer: Cancel | undefined;
  private answerTimer: Cancel | undefined;

  constructor(
    readonly id: string,
    readonly type: DocumentType<C, O>,
    private readonly environment: Environment,
    private readonly fetchOperations: FetchOperations,
    private readonly onClosed: () => void,
  ) {
    super();
    this.ownCursor = new OwnCursor(
      environment,
      (state) => this.tellPresence(state),
      (cursor) => ({ cursor: this.edits?.atRevision(cursor) ?? cursor, r: this.revision }),
    );
  }

  /** What the user sees: the committed content with the user's own pending edits. */
  get content(): C {
    if (this.edits === undefined) {
      throw new Error("the document has not been opened yet");
    }
    return this.edits.local;
  }

  get revision(): number {
    return this.edits?.revision ?? 0;
  }

  get access(): Access {
    return this.granted;
  }

  get canEdit(): boolean {
    return this.edits !== undefined && this.phase !== "closed" && (this.granted === "edit" || this.granted === "admin");
  }

  /** Whether some edit has not been acknowledged. */
  get unsaved(): boolean {
    return this.edits?.pending ?? false;
  }

  get status(): DocumentStatus {
    if (this.phase === "closed") {
      return "closed";
    }
    if (this.edits === undefined) {
      return "opening";
    }
    if (this.link === undefined) {
      return "offline";
    }
    return this.edits.pending ? "saving" : "saved";
  }

  get peerList(): readonly Peer[] {
    return this.peers.list();
  }

  /** The user changed the content; also while offline. */
  submit(operation: O): void {
    if (!this.canEdit || this.edits === undefined) {
      throw new Error("the document cannot be edited");
    }
    this.peers.moved(this.type.splices(operation, this.edits.local), undefined);
    this.edits.edit(operation);
    this.flush();
    this.tellStatus();
  }

  /** Tells others where the user is; null takes it back. Places in UTF-16 code units of what the user sees. */
  setCursor(cursor: Cursor | null): void {
    this.ownCursor.move(cursor);
  }

  /** Stops editing. Pending edits are not waited for. */
  close(): void {
    if (this.phase === "closed") {
      return;
    }
    this.link?.send({ t: "leave", d: this.id });
    this.end();
  }

  /** For the connection: there is one. */
  connected(link: Link): void {
    this.link = link;
    this.join();
  }

  /** For the connection: it is gone. */
  disconnected(): void {
    if (this.phase === "closed") {
      return;
    }
    this.link = undefined;
    this.phase = "absent";
    this.stopTimers();
    this.peers.clear();
    this.emit("peers", []);
    this.tellStatus();
  }

  /** For the connection: a message that names this document. */
  receive(message: DocumentMessage): void {
    if (this.phase === "closed" || this.link === undefined) {
      return;
    }
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
      case "presence":
        this.peers.update(message.peers, this.revision, this.throughPending);
        this.emit("peers", this.peers.list());
        break;
    }
    this.tellStatus();
  }

  private join(): void {
    this.stopTimers();
    this.joinCount++;
    this.phase = "joining";
    this.heldBack = [];
    this.peers.clear();
    this.expectAnswer();
    this.link?.send({
      t: "join",
      d: this.id,
      ...(this.client === undefined ? {} : { client: this.client }),
      ...(this.edits === undefined || this.fresh
        ? {}
        : { resume: { generation: this.generation, revision: this.edits.revision } }),
    });
    this.tellStatus();
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
    if (this.granted !== message.access) {
      this.granted = message.access;
      this.emit("access", message.access);
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
      this.emit("open", content);
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
          this.tellStatus();
        }
      },
      () => {
        if (stillWanted()) {
          this.offerCopy("resync", "what others wrote meanwhile could not be fetched");
          this.takeSnapshot(message);
          this.caughtUp([]);
          this.tellStatus();
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
    this.answerTimer?.();
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
    this.ownCursor.repeat();
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
      this.answerTimer?.();
      this.nextSeq = Math.max(this.nextSeq, committed.s + 1);
      this.internalFailures = 0;
      this.ownCursor.repeat();
    } else {
      this.show(() => edits.receive(operation), committed.u);
    }
    const step = { revision: committed.r, author: committed.u, splices };
    this.peers.committed(step, this.throughPending);
    this.emit("peers", this.peers.list());
  }

  /** Makes a change that the user has to be shown. */
  private show(change: () => O, author: string | undefined): void {
    const before = this.content;
    const operation = change();
    if (!this.type.isNoop(operation)) {
      this.peers.moved(this.type.splices(operation, before), author);
      this.emit("change", { operation, before });
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
    const category = categoryOf(code);
    if (category === "capacity") {
      this.later(retryAfter, () => this.sendInFlight());
    } else if (category === "conflict") {
      this.nameIsFree = code === "stale-base" || code === "sequence-gap" || code === "sequence-reused";
      this.join();
    } else if (code === "not-joined") {
      this.join();
    } else if (code === "unauthenticated") {
      this.link?.signInEnded();
    } else if (category === "internal" && ++this.internalFailures < INTERNAL_TRIES) {
      this.later(retryAfter, () => this.sendInFlight());
    } else {
      this.takeBack(code, message);
    }
  }

  /** The server will never take what is in flight: the user gets a copy, the screen what is stored. */
  private takeBack(code: string, message: string): void {
    const { edits } = this;
    if (edits !== undefined) {
      this.offerCopy(code, message);
      this.nextSeq = edits.inFlight?.seq ?? this.nextSeq;
      this.show(() => edits.replace(edits.committed, edits.revision), undefined);
      this.join();
    }
  }

  private ended(code: string, message: string, retryAfter: number | undefined): void {
    const category = categoryOf(code);
    if (category === "conflict" || category === "capacity" || code === "internal") {
      this.phase = "absent";
      this.later(retryAfter, () => this.join());
    } else if (code === "unauthenticated") {
      this.link?.signInEnded();
    } else {
      this.giveUp(code, message);
    }
  }

  private giveUp(code: string, message: string): void {
    this.offerCopy(code, message);
    this.end();
    this.emit("closed", { code, message });
  }

  /** What is here is no prefix of the server's history: nothing of it may be merged. */
  private startOver(code: string, message: string): void {
    this.offerCopy(code, message);
    this.client = undefined;
    this.fresh = true;
    this.nameIsFree = false;
    const { edits } = this;
    if (edits !== undefined) {
      this.show(() => edits.replace(edits.committed, edits.revision), undefined);
    }
    this.join();
  }

  private offerCopy(code: string, message: string): void {
    if (this.edits?.pending) {
      this.emit("unmerged", { code, message, text: this.type.toText(this.edits.local) });
    }
  }

  private flush(): void {
    if (this.phase !== "joined" || this.edits?.waiting === undefined || this.edits.inFlight !== undefined) {
      return;
    }
    const wait = this.lastSubmit + SUBMIT_INTERVAL - this.environment.now();
    if (wait > 0) {
      this.submitTimer ??= this.environment.after(wait, () => {
        this.submitTimer = undefined;
        this.flush();
      });
      return;
    }
    if (this.edits.freeze(this.nextSeq) !== undefined) {
      this.nextSeq++;
      this.sendInFlight();
    }
  }

  private sendInFlight(): void {
    const inFlight = this.edits?.inFlight;
    if (inFlight !== undefined && this.phase === "joined") {
      this.lastSubmit = this.environment.now();
      this.expectAnswer();
      this.link?.send({ t: "submit", d: this.id, seq: inFlight.seq, base: inFlight.base, ops: [inFlight.sent] });
    }
  }

  /** A server that stays silent has forgotten: asking again does no harm, since names are taken once only. */
  private expectAnswer(): void {
    this.answerTimer?.();
    this.answerTimer = this.environment.after(ANSWER_WITHIN, () => {
      if (this.phase === "joined") {
        this.join();
      } else {
        // A second join without a client id could be answered with another one: only a new socket makes a clean start.
        this.link?.reconnect();
      }
    });
  }

  private later(retryAfter: number | undefined, run: () => void): void {
    this.retryTimer?.();
    const wait = (retryAfter ?? RETRY) * (1 + this.environment.random() / 2);
    this.retryTimer = this.environment.after(wait, run);
  }

  private throughPending = (cursor: Cursor): Cursor =>
    this.edits?.pendingSplices().reduce((at, splices) => mapCursor(splices, at, false), cursor) ?? cursor;

  private tellPresence(state: PresenceState): boolean {
    if (this.phase !== "joined") {
      return false;
    }
    this.link?.send({ t: "presence", d: this.id, state });
    return true;
  }

  private tellStatus(): void {
    const { status, unsaved } = this;
    if (status !== this.lastStatus || unsaved !== this.lastUnsaved) {
      this.lastStatus = status;
      this.lastUnsaved = unsaved;
      this.emit("status", status);
    }
  }

  private stopTimers(): void {
    this.submitTimer?.();
    this.ownCursor.stop();
    this.retryTimer?.();
    this.answerTimer?.();
    this.submitTimer = this.retryTimer = this.answerTimer = undefined;
  }

  private end(): void {
    this.stopTimers();
    this.phase = "closed";
    this.link = undefined;
    this.onClosed();
    this.tellStatus();
  }
}
