import type { Ending, Link, Unmerged } from "./audience.js";
import type { FetchOperations } from "./catch-up.js";
import { checksum } from "./checksum.js";
import { Conversation } from "./conversation.js";
import type { Environment } from "./environment.js";
import { Events } from "./events.js";
import { OwnCursor } from "./own-cursor.js";
import { mapCursor, Peers, type Peer } from "./peers.js";
import type { Access, Cursor, DocumentMessage, PresenceState } from "./protocol.js";
import { StateCheck } from "./state-check.js";
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
  /** Edits that could not be merged. */
  unmerged: Unmerged;
  closed: Ending;
}

/** One document, open for editing. Made by `CoeditConnection.open`; every call on one thread. */
export class CoeditDocument<C, O> extends Events<DocumentEvents<C, O>> {
  private readonly conversation: Conversation<C, O>;
  private readonly peers = new Peers();
  private readonly ownCursor: OwnCursor;
  private readonly check: StateCheck;
  private lastStatus: DocumentStatus = "opening";
  private lastUnsaved = false;

  constructor(
    readonly id: string,
    readonly type: DocumentType<C, O>,
    environment: Environment,
    fetchOperations: FetchOperations,
    private readonly onClosed: () => void,
  ) {
    super();
    this.conversation = new Conversation(id, type, environment, fetchOperations, {
      opened: (content) => this.emit("open", content),
      changed: (operation, before, author) => {
        this.peers.moved(type.splices(operation, before), author);
        this.emit("change", { operation, before });
      },
      committed: (step) => {
        this.peers.committed(step, this.throughPending);
        this.emit("peers", this.peers.list());
        this.check.changed();
      },
      settled: () => this.ownCursor.repeat(),
      rejoining: () => this.peers.clear(),
      granted: (access) => this.emit("access", access),
      unmerged: (edits) => this.emit("unmerged", edits),
      ended: (why) => this.emit("closed", why),
      progressed: () => this.tellStatus(),
    });
    this.check = new StateCheck(environment, () => this.tellState());
    this.ownCursor = new OwnCursor(
      environment,
      (state) => this.tellPresence(state),
      (cursor) => ({ cursor: this.conversation.edits?.atRevision(cursor) ?? cursor, r: this.revision }),
    );
  }

  /** What the user sees: the committed content with the user's own pending edits. */
  get content(): C {
    if (this.conversation.edits === undefined) {
      throw new Error("the document has not been opened yet");
    }
    return this.conversation.edits.local;
  }

  get revision(): number {
    return this.conversation.revision;
  }

  get access(): Access {
    return this.conversation.access;
  }

  get canEdit(): boolean {
    return this.conversation.edits !== undefined && this.conversation.phase !== "closed" && (this.access === "edit" || this.access === "admin");
  }

  /** Whether some edit has not been acknowledged. */
  get unsaved(): boolean {
    return this.conversation.edits?.pending ?? false;
  }

  /** Grows with every edit that is acknowledged: while it stands still, nothing is being saved. */
  get acknowledged(): number {
    return this.conversation.edits?.settled ?? 0;
  }

  get status(): DocumentStatus {
    if (this.conversation.phase === "closed") {
      return "closed";
    }
    if (this.conversation.edits === undefined) {
      return "opening";
    }
    if (this.conversation.link === undefined) {
      return "offline";
    }
    return this.conversation.edits.pending ? "saving" : "saved";
  }

  get peerList(): readonly Peer[] {
    return this.peers.list();
  }

  /** The user changed the content; also while offline. */
  submit(operation: O): void {
    const { edits } = this.conversation;
    if (!this.canEdit || edits === undefined) {
      throw new Error("the document cannot be edited");
    }
    this.peers.moved(this.type.splices(operation, edits.local), undefined);
    edits.edit(operation);
    this.conversation.flush();
    this.tellStatus();
  }

  /** Tells others where the user is; null takes it back. Places in UTF-16 code units of what the user sees. */
  setCursor(cursor: Cursor | null): void {
    this.ownCursor.move(cursor);
  }

  /** Stops editing. Pending edits are not waited for. */
  close(): void {
    if (this.status !== "closed") {
      this.conversation.close();
    }
  }

  /** For the connection: there is one. */
  connected(link: Link): void {
    this.conversation.connected(link);
  }

  /** For the connection: it is gone. */
  disconnected(): void {
    if (this.status !== "closed") {
      this.conversation.disconnected();
      this.ownCursor.stop();
      this.check.stop();
      this.peers.clear();
      this.emit("peers", []);
      this.tellStatus();
    }
  }

  /** For the connection: a message that names this document. */
  receive(message: DocumentMessage): void {
    if (this.status === "closed" || this.conversation.link === undefined) {
      return;
    }
    if (message.t === "presence") {
      this.peers.update(message.peers, this.revision, this.throughPending);
      this.emit("peers", this.peers.list());
    } else {
      this.conversation.receive(message);
      this.tellStatus();
    }
  }

  private throughPending = (cursor: Cursor): Cursor =>
    this.conversation.edits?.pendingSplices().reduce((at, splices) => mapCursor(splices, at, false), cursor) ?? cursor;

  private tellPresence(state: PresenceState): boolean {
    if (this.conversation.phase !== "joined") {
      return false;
    }
    this.conversation.link?.send({ t: "presence", d: this.id, state });
    return true;
  }

  /** False while something is pending: what is seen here is no revision then. */
  private tellState(): boolean {
    const { edits, link, phase } = this.conversation;
    if (edits === undefined || phase !== "joined" || this.type.canonical === undefined) {
      return true;
    }
    if (edits.pending) {
      return false;
    }
    link?.send({ t: "state", d: this.id, r: edits.revision, hash: checksum(this.type.canonical(edits.local)) });
    return true;
  }

  private tellStatus(): void {
    const { status, unsaved } = this;
    if (status !== this.lastStatus || unsaved !== this.lastUnsaved) {
      this.lastStatus = status;
      this.lastUnsaved = unsaved;
      if (status === "closed") {
        this.ownCursor.stop();
        this.check.stop();
        this.onClosed();
      }
      this.emit("status", status);
    }
  }
}
