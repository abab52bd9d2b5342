/** A running timer; calling it stops the timer. */
export type Cancel = () => void;

/** The part of WebSocket that is used: that of browsers and of the `ws` package. */
export interface Socket {
  readonly readyState: number;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onclose: ((event: { readonly code: number }) => void) | null;
  onerror: ((event: never) => void) | null;
  send(data: string): void;
  close(code?: number): void;
}

/** Everything that a test replaces: sockets, time and chance. */
export interface Environment {
  openSocket(url: string, subprotocol: string): Socket;
  /** Milliseconds from any fixed point. */
  now(): number;
  after(milliseconds: number, run: () => void): Cancel;
  /** At least 0, less than 1. */
  random(): number;
}

export const browserEnvironment: Environment = {
  openSocket: (url, subprotocol) => new WebSocket(url, subprotocol) as unknown as Socket,
  now: () => performance.now(),
  after: (milliseconds, run) => {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
  random: Math.random,
};
