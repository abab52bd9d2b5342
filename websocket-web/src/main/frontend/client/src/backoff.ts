const FIRST = 1_000;
const LONGEST = 30_000;

/** Exponential backoff with full jitter: anything between nothing and a bound that doubles from 1 s to 30 s. */
export class Backoff {
  private failures = 0;

  constructor(private readonly random: () => number) {}

  /** Milliseconds to wait before the next try. */
  next(): number {
    const bound = Math.min(LONGEST, FIRST * 2 ** Math.min(this.failures, 10));
    this.failures++;
    return this.random() * bound;
  }

  reset(): void {
    this.failures = 0;
  }
}
