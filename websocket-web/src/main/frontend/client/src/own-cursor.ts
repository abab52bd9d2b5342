import type { Cancel, Environment } from "./environment.js";
import type { Cursor, PresenceState } from "./protocol.js";

const INTERVAL = 150;

/** Tells others where the user is: the latest place, not more often than they can follow. */
export class OwnCursor {
  private cursor: Cursor | null = null;
  private isNews = false;
  private timer: Cancel | undefined;

  /**
   * @param send sends a state if it can be sent now
   * @param atRevision the state for a place in what the user sees
   */
  constructor(
    private readonly environment: Environment,
    private readonly send: (state: PresenceState) => boolean,
    private readonly atRevision: (cursor: Cursor) => PresenceState,
  ) {}

  move(cursor: Cursor | null): void {
    this.cursor = cursor;
    this.isNews = true;
    this.tell();
  }

  /** The place has to be told once more: the server has forgotten it, or it can be told better. */
  repeat(): void {
    this.isNews ||= this.cursor !== null;
    this.tell();
  }

  stop(): void {
    this.timer?.();
    this.timer = undefined;
  }

  private tell(): void {
    if (!this.isNews || this.timer !== undefined) {
      return;
    }
    if (this.send(this.cursor === null ? {} : this.atRevision(this.cursor))) {
      this.isNews = false;
      this.timer = this.environment.after(INTERVAL, () => {
        this.timer = undefined;
        this.tell();
      });
    }
  }
}
