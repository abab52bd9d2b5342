/** The messages of docs/protocol.md, version 1, as far as this client speaks them. */

export const SUBPROTOCOL = "coedit.v1.json";

export type Access = "view" | "comment" | "edit" | "admin";

export interface Cursor {
  readonly index: number;
  readonly length: number;
}

export interface PresenceState {
  readonly cursor?: Cursor;
  /** The revision that the cursor belongs to. */
  readonly r?: number;
}

export interface CommittedOperation {
  readonly r: number;
  readonly c: string;
  readonly s: number;
  readonly u: string;
  readonly at: number;
  readonly op: unknown;
}

export interface Limits {
  readonly frame: number;
  readonly payload: number;
  readonly operations: number;
}

export interface Welcome {
  readonly t: "welcome";
  readonly v: number;
  readonly session: string;
  readonly user: string;
  readonly name: string;
  readonly heartbeat: number;
  readonly limits: Limits;
}

export interface Joined {
  readonly t: "joined";
  readonly d: string;
  readonly client: string;
  readonly next: number;
  readonly type: string;
  readonly access: Access;
  readonly generation: string;
  readonly head: number;
  readonly snapshot?: { readonly r: number; readonly v: number; readonly content: unknown };
  readonly ops: readonly CommittedOperation[];
}

export interface PeerState {
  readonly session: string;
  readonly user: string;
  readonly name: string;
  readonly state: PresenceState | null;
}

export type DocumentMessage =
  | Joined
  | { readonly t: "ops"; readonly d: string; readonly ops: readonly CommittedOperation[] }
  | { readonly t: "ack"; readonly d: string; readonly seq: number; readonly r: number }
  | {
      readonly t: "refuse";
      readonly d: string;
      readonly seq: number;
      readonly code: string;
      readonly message: string;
      readonly retryAfter?: number;
    }
  | { readonly t: "closed"; readonly d: string; readonly code: string; readonly message: string; readonly retryAfter?: number }
  | { readonly t: "reset"; readonly d: string; readonly code: string; readonly message: string }
  | { readonly t: "presence"; readonly d: string; readonly peers: readonly PeerState[] };

export type ServerMessage =
  | Welcome
  | DocumentMessage
  | { readonly t: "ping" }
  | { readonly t: "pong" }
  | { readonly t: "error"; readonly code: string; readonly message: string; readonly fatal: boolean };

export interface Resume {
  readonly generation: string;
  readonly revision: number;
}

export type ClientMessage =
  | { readonly t: "join"; readonly d: string; readonly client?: string; readonly resume?: Resume }
  | { readonly t: "leave"; readonly d: string }
  | { readonly t: "submit"; readonly d: string; readonly seq: number; readonly base: number; readonly ops: readonly unknown[] }
  | { readonly t: "presence"; readonly d: string; readonly state: PresenceState | null }
  | { readonly t: "state"; readonly d: string; readonly r: number; readonly hash: string }
  | { readonly t: "ping" }
  | { readonly t: "pong" };

/** What a code asks of the client; see docs/protocol.md, section 5. */
export type Category = "client" | "conflict" | "capacity" | "internal";

const CONFLICT = new Set(["stale-base", "sequence-gap", "sequence-reused", "generation-changed", "resync", "diverged"]);
const CAPACITY = new Set(["busy", "rate", "degraded", "draining"]);
const INTERNAL = new Set(["plugin-failed", "corrupt", "internal"]);

export function categoryOf(code: string): Category {
  if (CONFLICT.has(code)) {
    return "conflict";
  }
  if (CAPACITY.has(code)) {
    return "capacity";
  }
  return INTERNAL.has(code) ? "internal" : "client";
}
