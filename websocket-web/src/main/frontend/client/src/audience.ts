import type { Step } from "./peers.js";
import type { Access, ClientMessage } from "./protocol.js";

/** What a document needs from its connection. */
export interface Link {
  send(message: ClientMessage): void;
  /** Whether the server would take a message of this size. */
  fits(message: ClientMessage): boolean;
  signInEnded(): void;
  /** Gives the socket up and makes another. */
  reconnect(): void;
}

/** Edits that are in the document no more: `text` is the user's last view of it. */
export interface Unmerged {
  readonly code: string;
  readonly message: string;
  readonly text: string;
}

export interface Ending {
  readonly code: string;
  readonly message: string;
}

/** Who is told what comes of the conversation. */
export interface Audience<C, O> {
  opened(content: C): void;
  /** What the user sees was changed by others. */
  changed(operation: O, before: C, author: string | undefined): void;
  committed(step: Step): void;
  /** An own operation was settled, or the document joined: places can be told better now. */
  settled(): void;
  rejoining(): void;
  granted(access: Access): void;
  unmerged(edits: Unmerged): void;
  ended(why: Ending): void;
  /** Something may be saved, or pending, that was not before. */
  progressed(): void;
}
