import type { Cursor } from "./protocol.js";
import { mapIndexBack, type Splice } from "./splice.js";
import type { DocumentType } from "./types/type.js";

/** An operation under way: frozen as it was sent first, beside the form it has after what arrived since. */
export interface InFlight<O> {
  readonly seq: number;
  readonly base: number;
  readonly sent: O;
  readonly rebased: O;
}

/**
 * The client's side of operational transformation for one document (docs/protocol.md, section 4).
 *
 * `committed` is the content at `revision`; then come the operation in flight (at most one) and what was typed since it
 * was sent, composed into one waiting operation; the three together are `local`, what the user sees. An operation of
 * somebody else is carried past the two pending ones, while they are carried past it: the square of the Jupiter paper
 * (Nichols et al., 1995), with one corner kept still as in ShareDB and Wave.
 */
export class Edits<C, O> {
  inFlight: InFlight<O> | undefined;
  waiting: O | undefined;
  local: C;
  /** How many operations the server has settled. */
  settled = 0;

  constructor(
    private readonly type: DocumentType<C, O>,
    public committed: C,
    public revision: number,
  ) {
    this.local = committed;
  }

  get pending(): boolean {
    return this.inFlight !== undefined || this.waiting !== undefined;
  }

  /** The user changed `local`. */
  edit(operation: O): void {
    if (this.type.isNoop(operation)) {
      return;
    }
    this.local = this.type.apply(this.local, operation);
    const waiting = this.waiting === undefined ? operation : this.type.compose(this.waiting, operation);
    this.waiting = this.type.isNoop(waiting) ? undefined : waiting;
  }

  /** Freezes what waits under a name; undefined when nothing waits or something is in flight already. */
  freeze(seq: number): InFlight<O> | undefined {
    if (this.inFlight !== undefined || this.waiting === undefined) {
      return undefined;
    }
    this.inFlight = { seq, base: this.revision, sent: this.waiting, rebased: this.waiting };
    this.waiting = undefined;
    return this.inFlight;
  }

  /** Gives the operation in flight a name that is free, in the form it has now: only when its old name stayed unused. */
  refreeze(seq: number): void {
    if (this.inFlight !== undefined) {
      const rebased = this.inFlight.rebased;
      this.inFlight = { seq, base: this.revision, sent: rebased, rebased };
    }
  }

  /** Revision + 1, by somebody else. Gives it as it applies to what the user sees. */
  receive(operation: O): O {
    const { type } = this;
    this.committed = type.apply(this.committed, operation);
    this.revision++;
    let shown = operation;
    if (this.inFlight !== undefined) {
      const mine = this.inFlight.rebased;
      this.inFlight = { ...this.inFlight, rebased: type.transform(mine, shown, "left") };
      shown = type.transform(shown, mine, "right");
    }
    if (this.waiting !== undefined) {
      const mine = this.waiting;
      const rebased = type.transform(mine, shown, "left");
      this.waiting = type.isNoop(rebased) ? undefined : rebased;
      shown = type.transform(shown, mine, "right");
    }
    this.local = type.apply(this.local, shown);
    return shown;
  }

  /** Revision + 1 is the operation in flight: the user sees it already. */
  settle(operation: O): void {
    this.committed = this.type.apply(this.committed, operation);
    this.revision++;
    this.inFlight = undefined;
    this.settled++;
  }

  /** A place in `local` as it is in `committed`; inside pending text, the place where it goes. */
  atRevision(cursor: Cursor): Cursor {
    const steps = this.pendingSplices().reverse();
    const back = (index: number): number => steps.reduce((at, splices) => mapIndexBack(splices, at), index);
    const start = back(cursor.index);
    return { index: start, length: Math.max(0, back(cursor.index + cursor.length) - start) };
  }

  /** What the pending operations change, each in places of the content before it. */
  pendingSplices(): Splice[][] {
    const { inFlight, waiting, committed, type } = this;
    const steps = inFlight === undefined ? [] : [type.splices(inFlight.rebased, committed)];
    if (waiting !== undefined) {
      const between = inFlight === undefined ? committed : type.apply(committed, inFlight.rebased);
      steps.push(type.splices(waiting, between));
    }
    return steps;
  }

  /** Gives the pending edits up and takes another content as the server's. Gives what changes for the user. */
  replace(committed: C, revision: number): O {
    const change = this.type.diff(this.local, committed);
    this.committed = committed;
    this.local = committed;
    this.revision = revision;
    this.inFlight = undefined;
    this.waiting = undefined;
    return change;
  }
}
