import type { Cancel, Environment } from "../../src/index.js";

interface Timer {
  readonly due: number;
  readonly order: number;
  readonly run: () => void;
}

/** Simulated time: what is due runs in order of its time, one step after the other, on one thread. */
export class World {
  private time = 0;
  private order = 0;
  private readonly timers = new Set<Timer>();

  constructor(readonly random: () => number) {}

  now(): number {
    return this.time;
  }

  after(milliseconds: number, run: () => void): Cancel {
    const timer = { due: this.time + Math.max(0, milliseconds), order: this.order++, run };
    this.timers.add(timer);
    return () => void this.timers.delete(timer);
  }

  environment(openSocket: Environment["openSocket"]): Environment {
    return {
      openSocket,
      now: () => this.now(),
      after: (milliseconds, run) => this.after(milliseconds, run),
      random: this.random,
    };
  }

  /** Runs everything that falls due within this time, with promises settled after each step. */
  async pass(milliseconds: number, check: () => void = () => undefined): Promise<void> {
    const until = this.time + milliseconds;
    await settled();
    for (let timer = this.next(until); timer !== undefined; timer = this.next(until)) {
      this.timers.delete(timer);
      this.time = timer.due;
      timer.run();
      await settled();
      check();
    }
    this.time = until;
  }

  private next(until: number): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.timers) {
      if (timer.due <= until && (first === undefined || timer.due < first.due || (timer.due === first.due && timer.order < first.order))) {
        first = timer;
      }
    }
    return first;
  }
}

async function settled(): Promise<void> {
  for (let i = 0; i < 8; i++) {
    await Promise.resolve();
  }
}
