import type { Cancel, Environment } from "./environment.js";

const QUIET = 5_000;
const INTERVAL = 60_000;

/**
 * When the server is told the checksum of the state here: some seconds after a change, while nothing is pending, and not more
 * than once a minute. While nothing changes nothing is said.
 */
export class StateCheck {
  private planned: Cancel | undefined;
  private last = -Infinity;

  /** @param tell tells the state now; false when something is pending, and it has to wait */
  constructor(
    private readonly environment: Environment,
    private readonly tell: () => boolean,
  ) {}

  /** A revision has been applied. */
  changed(): void {
    this.planned ??= this.plan(Math.max(QUIET, this.last + INTERVAL - this.environment.now()));
  }

  stop(): void {
    this.planned?.();
    this.planned = undefined;
  }

  private plan(wait: number): Cancel {
    return this.environment.after(wait, () => {
      if (this.tell()) {
        this.planned = undefined;
        this.last = this.environment.now();
      } else {
        this.planned = this.plan(QUIET);
      }
    });
  }
}
