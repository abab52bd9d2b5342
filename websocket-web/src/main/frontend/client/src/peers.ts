import type { Cursor, PeerState } from "./protocol.js";
import { mapIndex, type Splice } from "./splice.js";

/** Somebody else's session in the document; `cursor` is a place in what the user sees. */
export interface Peer {
  readonly session: string;
  readonly user: string;
  readonly name: string;
  readonly cursor?: Cursor;
}

/** What one committed operation changed. */
export interface Step {
  readonly revision: number;
  readonly author: string;
  readonly splices: readonly Splice[];
}

const REMEMBERED_STEPS = 200;

export function mapCursor(splices: readonly Splice[], cursor: Cursor, push: boolean): Cursor {
  const start = mapIndex(splices, cursor.index, push);
  const end = cursor.length === 0 ? start : mapIndex(splices, cursor.index + cursor.length, push);
  return { index: start, length: Math.max(0, end - start) };
}

/**
 * Who else is in the document, and where. A cursor arrives as of some revision: it is carried through the operations after
 * that one, or kept back until that one has been applied. Cursors are shown for people only; nothing depends on them.
 */
export class Peers {
  private readonly present = new Map<string, Peer>();
  private readonly early = new Map<string, PeerState>();
  private readonly steps: Step[] = [];

  list(): Peer[] {
    return [...this.present.values()];
  }

  clear(): void {
    this.present.clear();
    this.early.clear();
  }

  /**
   * Takes what the server says about other sessions.
   *
   * @param pending carries a place at `revision` through the user's own pending edits
   */
  update(states: readonly PeerState[], revision: number, pending: (cursor: Cursor) => Cursor): void {
    for (const peer of states) {
      this.early.delete(peer.session);
      if (peer.state === null) {
        this.present.delete(peer.session);
      } else if ((peer.state.r ?? 0) > revision) {
        this.early.set(peer.session, peer);
        if (!this.present.has(peer.session)) {
          this.present.set(peer.session, { session: peer.session, user: peer.user, name: peer.name });
        }
      } else {
        this.place(peer, peer.state.cursor, peer.state.r ?? revision, pending);
      }
    }
  }

  /** Remembers what a committed operation changed, and places cursors that were ahead of it. */
  committed(step: Step, pending: (cursor: Cursor) => Cursor): void {
    this.steps.push(step);
    if (this.steps.length > REMEMBERED_STEPS) {
      this.steps.shift();
    }
    const due = [...this.early.values()].filter((peer) => (peer.state?.r ?? 0) <= step.revision);
    this.update(due, step.revision, pending);
  }

  /** Carries every cursor through a change of what the user sees. */
  moved(splices: readonly Splice[], author: string | undefined): void {
    for (const peer of this.present.values()) {
      if (peer.cursor !== undefined) {
        const cursor = mapCursor(splices, peer.cursor, peer.user === author);
        this.present.set(peer.session, { ...peer, cursor });
      }
    }
  }

  private place(peer: PeerState, at: Cursor | undefined, revision: number, pending: (cursor: Cursor) => Cursor): void {
    const { session, user, name } = peer;
    if (at === undefined || !Number.isInteger(at.index) || !Number.isInteger(at.length)) {
      this.present.set(session, { session, user, name });
      return;
    }
    let cursor: Cursor = { index: Math.max(0, at.index), length: Math.max(0, at.length) };
    for (const step of this.steps) {
      if (step.revision > revision) {
        cursor = mapCursor(step.splices, cursor, step.author === user);
      }
    }
    this.present.set(session, { session, user, name, cursor: pending(cursor) });
  }
}
