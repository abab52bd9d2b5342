import type { Link } from "./audience.js";
import { Backoff } from "./backoff.js";
import type { FetchOperations } from "./catch-up.js";
import { FORBIDDEN, NO_COMMON_VERSION, PROTOCOL, SIGN_IN_ENDED, SILENT, TOO_BIG, TOO_MANY, reasonOf } from "./close-codes.js";
import { CoeditDocument } from "./document.js";
import { browserEnvironment, type Cancel, type Environment, type Socket } from "./environment.js";
import { Events } from "./events.js";
import { toFrames } from "./parts.js";
import { SUBPROTOCOL, type ClientMessage, type ServerMessage, type Welcome } from "./protocol.js";
import type { DocumentType } from "./types/type.js";

/**
 * `connecting`: a try is under way. `online`: the server has greeted us. `offline`: waiting for the next try.
 * `signed-out`: somebody must sign in, then `connect`. `stopped`: the server wants no further tries, or `close` was called;
 * `outdated`: the program has to be loaded anew.
 */
export type ConnectionState = "connecting" | "online" | "offline" | "signed-out" | "stopped" | "outdated";

export interface ConnectionEvents {
  state: ConnectionState;
  /** An error that belongs to no document. */
  error: { readonly code: string; readonly message: string };
}

export interface ConnectionOptions {
  /** Address of `/ws/v1`, beginning with `ws:` or `wss:`. */
  readonly url: string;
  readonly fetchOperations: FetchOperations;
  /**
   * Called before each try: makes sure that the sign-in is still good and gives the address to use (with a ticket, say),
   * or `signed-out`. A rejected promise counts as a failed try.
   *
   * @param refused whether the last try ended before a greeting, which is all that a browser tells of a refused sign-in
   */
  readonly prepare?: (refused: boolean) => Promise<string | "signed-out">;
  readonly environment?: Environment;
}

/** UTF-8 of one UTF-16 code unit. */
const MOST_BYTES_OF_A_UNIT = 3;
const PONG_WITHIN = 10_000;
const PROBE_WITHIN = 3_000;
const WELCOME_WITHIN = 15_000;
const AFTER_TOO_MANY = 5_000;
const OUR_FAULT_TRIES = 5;
const GOOD_RUN = 60_000;
const OPEN = 1;

/** One socket for any number of documents, made anew for as long as it takes. */
export class CoeditConnection extends Events<ConnectionEvents> {
  private readonly environment: Environment;
  private readonly backoff: Backoff;
  private readonly documents = new Map<string, CoeditDocument<never, never>>();
  private socket: Socket | undefined;
  private welcome: Welcome | undefined;
  private current: ConnectionState = "stopped";
  private attempt = 0;
  private refused = false;
  private faults = 0;
  private said: string | undefined;
  private greetedAt = 0;
  private nextPart = 1;
  private lastHeard = 0;
  private heardFrames = 0;
  private retry: Cancel | undefined;
  private watch: Cancel | undefined;
  private readonly link: Link = {
    send: (message) => this.send(message),
    fits: (message) => this.fits(message),
    signInEnded: () => this.drop(SIGN_IN_ENDED),
    reconnect: () => this.drop(SILENT),
  };

  constructor(private readonly options: ConnectionOptions) {
    super();
    this.environment = options.environment ?? browserEnvironment;
    this.backoff = new Backoff(() => this.environment.random());
  }

  get state(): ConnectionState {
    return this.current;
  }

  /** This socket's name in presence messages. */
  get session(): string | undefined {
    return this.welcome?.session;
  }

  /** Begins, or tries at once instead of waiting; nothing when a connection or a try is there. */
  connect(): void {
    if (this.current === "online" || this.current === "connecting") {
      return;
    }
    this.tryNow();
  }

  /** Finds out quickly whether the connection still works: after a sleep, or when the network is said to be gone. */
  probe(): void {
    if (this.current === "offline") {
      this.tryNow();
    } else if (this.welcome !== undefined) {
      this.watch?.();
      this.ask(PROBE_WITHIN, this.welcome.heartbeat);
    }
  }

  /** Opens a document; the same object when it is open already. */
  open<C, O>(id: string, type: DocumentType<C, O>): CoeditDocument<C, O> {
    const known = this.documents.get(id);
    if (known !== undefined) {
      return known as unknown as CoeditDocument<C, O>;
    }
    const forget = (): void => void this.documents.delete(id);
    const document = new CoeditDocument(id, type, this.environment, this.options.fetchOperations, forget);
    this.documents.set(id, document as unknown as CoeditDocument<never, never>);
    if (this.current === "online") {
      document.connected(this.link);
    }
    return document;
  }

  /** Closes the socket and every document, for good. */
  close(): void {
    for (const document of [...this.documents.values()]) {
      document.close();
    }
    this.leave("stopped", 1000);
  }

  private tryNow(): void {
    this.retry?.();
    this.retry = undefined;
    const attempt = ++this.attempt;
    this.enter("connecting");
    this.prepared().then(
      (url) => {
        if (attempt !== this.attempt) {
          return;
        }
        if (url === "signed-out") {
          this.leave("signed-out", 1000);
        } else {
          this.openSocket(url);
        }
      },
      () => attempt === this.attempt && this.tryLater(0),
    );
  }

  private prepared(): Promise<string> {
    const { prepare, url } = this.options;
    return prepare === undefined ? Promise.resolve(url) : prepare(this.refused);
  }

  private openSocket(url: string): void {
    const socket = this.environment.openSocket(url, SUBPROTOCOL);
    this.socket = socket;
    this.said = undefined;
    this.lastHeard = this.environment.now();
    socket.onmessage = ({ data }) => socket === this.socket && this.heard(data);
    socket.onclose = ({ code }) => socket === this.socket && this.closed(reasonOf(code, this.said));
    socket.onerror = () => undefined;
    this.watch = this.environment.after(WELCOME_WITHIN, () => this.drop(SILENT));
  }

  private heard(data: unknown): void {
    this.lastHeard = this.environment.now();
    this.heardFrames++;
    let messages: readonly ServerMessage[];
    try {
      const parsed = JSON.parse(String(data)) as ServerMessage | ServerMessage[];
      messages = Array.isArray(parsed) ? parsed : [parsed];
    } catch {
      this.drop(PROTOCOL);
      return;
    }
    for (const message of messages) {
      this.dispatch(message);
    }
  }

  private dispatch(message: ServerMessage): void {
    switch (message.t) {
      case "welcome":
        this.greeted(message);
        break;
      case "ping":
        this.send({ t: "pong" });
        break;
      case "pong":
        break;
      case "error":
        this.said = message.fatal ? message.code : this.said;
        this.emit("error", { code: message.code, message: message.message });
        break;
      default:
        this.documents.get(message.d)?.receive(message);
    }
  }

  private greeted(welcome: Welcome): void {
    this.welcome = welcome;
    this.refused = false;
    this.greetedAt = this.environment.now();
    this.backoff.reset();
    this.watch?.();
    this.listen(welcome.heartbeat);
    this.enter("online");
    for (const document of [...this.documents.values()]) {
      document.connected(this.link);
    }
  }

  /** Asks when nothing was heard for a heartbeat, and gives up when no answer comes. */
  private listen(heartbeat: number): void {
    const quiet = this.environment.now() - this.lastHeard;
    if (quiet < heartbeat) {
      this.watch = this.environment.after(heartbeat - quiet, () => this.listen(heartbeat));
      return;
    }
    this.ask(PONG_WITHIN, heartbeat);
  }

  private ask(within: number, heartbeat: number): void {
    const heard = this.heardFrames;
    this.send({ t: "ping" });
    this.watch = this.environment.after(within, () => {
      if (this.heardFrames === heard) {
        this.drop(SILENT);
      } else {
        this.listen(heartbeat);
      }
    });
  }

  private send(message: ClientMessage): void {
    const { socket, welcome } = this;
    if (socket?.readyState === OPEN && welcome !== undefined) {
      for (const frame of toFrames(JSON.stringify(message), welcome.limits.frame, this.nextPart++)) {
        socket.send(frame);
      }
    }
  }

  private fits(message: ClientMessage): boolean {
    const limit = this.welcome?.limits.payload ?? Infinity;
    const text = JSON.stringify(message);
    return text.length * MOST_BYTES_OF_A_UNIT <= limit || new TextEncoder().encode(text).length <= limit;
  }

  /** Gives the socket up without waiting for the other side, as if it had closed with this code. */
  private drop(code: number): void {
    const { socket } = this;
    this.closed(code);
    socket?.close();
  }

  private closed(code: number): void {
    this.refused = code === SIGN_IN_ENDED || this.welcome === undefined;
    this.detach();
    switch (code) {
      case FORBIDDEN:
        this.leave("stopped", 1000);
        break;
      case NO_COMMON_VERSION:
        this.leave("outdated", 1000);
        break;
      case TOO_BIG:
      case PROTOCOL:
        this.faults = this.environment.now() - this.greetedAt > GOOD_RUN ? 1 : this.faults + 1;
        if (this.faults >= OUR_FAULT_TRIES) {
          this.leave("outdated", 1000);
        } else {
          this.tryLater(AFTER_TOO_MANY);
        }
        break;
      case TOO_MANY:
        this.tryLater(AFTER_TOO_MANY);
        break;
      default:
        this.tryLater(0);
    }
  }

  private tryLater(atLeast: number): void {
    this.enter("offline");
    this.retry = this.environment.after(atLeast + this.backoff.next(), () => this.tryNow());
  }

  private detach(): void {
    this.watch?.();
    this.watch = undefined;
    this.socket = undefined;
    this.welcome = undefined;
    for (const document of [...this.documents.values()]) {
      document.disconnected();
    }
  }

  private leave(state: ConnectionState, code: number): void {
    this.attempt++;
    this.retry?.();
    this.retry = undefined;
    const { socket } = this;
    this.detach();
    this.enter(state);
    socket?.close(code);
  }

  private enter(state: ConnectionState): void {
    if (this.current !== state) {
      this.current = state;
      this.emit("state", state);
    }
  }
}
