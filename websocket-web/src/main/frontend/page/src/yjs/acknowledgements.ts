import { createDecoder, readVarInt, readVarString, readVarUint } from "lib0/decoding";

const SYNC = 0;
const SYNC_STATUS = 8;
const STEP_ONE = 0;
const STEP_TWO = 1;

/**
 * What the server has yet to answer for, counted in the frames of one document on one connection: each update, and the
 * answer to the server's question what it lacks, is acknowledged in turn. The provider's own count begins before that
 * question is answered, and so can reach nothing too early.
 */
export class Acknowledgements {
  private awaited = 0;
  private taken = 0;
  private answered = false;

  /** Whether the server has everything, and has said so. */
  get complete(): boolean {
    return this.answered && this.awaited === 0;
  }

  /** How many updates the server has acknowledged, on all connections. */
  get count(): number {
    return this.taken;
  }

  /** A frame left for the server. */
  sent(frame: Uint8Array): void {
    const decoder = createDecoder(frame);
    readVarString(decoder);
    if (readVarUint(decoder) === SYNC) {
      const step = readVarUint(decoder);
      this.answered ||= step === STEP_TWO;
      this.awaited += step === STEP_ONE ? 0 : 1;
    }
  }

  /** A frame came. False: it says that an update was refused. */
  received(frame: Uint8Array): boolean {
    const decoder = createDecoder(frame);
    readVarString(decoder);
    if (readVarUint(decoder) !== SYNC_STATUS) {
      return true;
    }
    const applied = readVarInt(decoder) === 1;
    this.awaited -= applied ? 1 : 0;
    this.taken += applied ? 1 : 0;
    return applied;
  }

  /** The connection is gone; what it carried is found out anew by the next one. */
  reset(): void {
    this.awaited = 0;
    this.answered = false;
  }
}
