import type { Cancel, Environment } from "./environment.js";

const RETRY = 1_000;
const ANSWER_WITHIN = 30_000;

/** What a conversation waits for: to submit, to try again, to be answered. Each waits for one thing at a time; all stop together. */
export class Timers {
  private toSubmit: Cancel | undefined;
  private toRetry: Cancel | undefined;
  private toBeAnswered: Cancel | undefined;

  constructor(private readonly environment: Environment) {}

  /** Runs it after `wait` ms, unless something like it is planned already. */
  submitIn(wait: number, run: () => void): void {
    this.toSubmit ??= this.environment.after(wait, () => {
      this.toSubmit = undefined;
      run();
    });
  }

  /** Runs it after as many ms as the server asks for and up to half as many more, so that clients do not come all at once. */
  retryIn(retryAfter: number | undefined, run: () => void): void {
    this.toRetry?.();
    const wait = (retryAfter ?? RETRY) * (1 + this.environment.random() / 2);
    this.toRetry = this.environment.after(wait, run);
  }

  /** Runs it if nobody calls `answered` in time. */
  expectAnswer(overdue: () => void): void {
    this.toBeAnswered?.();
    this.toBeAnswered = this.environment.after(ANSWER_WITHIN, overdue);
  }

  answered(): void {
    this.toBeAnswered?.();
  }

  stop(): void {
    this.toSubmit?.();
    this.toRetry?.();
    this.toBeAnswered?.();
    this.toSubmit = this.toRetry = this.toBeAnswered = undefined;
  }
}
