import type { Socket } from "../../src/index.js";
import type { ReferenceServer, ReferenceSession } from "./reference-server.js";
import type { World } from "./world.js";

export interface Weather {
  /** Longest time that a frame takes, in milliseconds. */
  delay: number;
  /** Chances, per frame. */
  duplicate: number;
  lose: number;
  cut: number;
}

/** Connections that delay, double, lose and overtake (between documents only), and break at any point. */
export class HostileNetwork {
  weather: Weather = { delay: 100, duplicate: 0, lose: 0, cut: 0 };
  reachable = true;
  readonly open = new Set<SimulatedSocket>();

  constructor(
    readonly world: World,
    readonly server: ReferenceServer,
  ) {}

  connect(user: string): Socket {
    return new SimulatedSocket(this, user);
  }

  cutAll(code: number): void {
    for (const socket of [...this.open]) {
      socket.cut(code);
    }
  }
}

export class SimulatedSocket implements Socket {
  readyState = 0;
  onopen: ((event: never) => void) | null = null;
  onmessage: ((event: { readonly data: unknown }) => void) | null = null;
  onclose: ((event: { readonly code: number }) => void) | null = null;
  onerror: ((event: never) => void) | null = null;
  private session: ReferenceSession | undefined;
  /** The time at which the last frame of each lane arrives: a lane is a direction and a document. */
  private readonly lanes = new Map<string, number>();

  constructor(
    private readonly network: HostileNetwork,
    private readonly user: string,
  ) {
    network.world.after(this.someDelay(), () => this.handshake());
  }

  send(data: string): void {
    const message = JSON.parse(data) as { t: string; d?: string };
    this.carry(`up ${message.d}`, message.t === "submit", () => this.session?.receive(message));
  }

  close(): void {
    if (this.readyState < 2) {
      this.readyState = 3;
      this.network.open.delete(this);
      this.network.world.after(this.someDelay(), () => this.session?.close());
    }
  }

  /** The connection breaks: what is under way is lost, and each side learns of it in its own time. */
  cut(code: number): void {
    if (this.readyState < 2) {
      this.readyState = 3;
      this.network.open.delete(this);
      this.network.world.after(this.someDelay(), () => this.session?.close());
      this.network.world.after(this.someDelay(), () => this.onclose?.({ code }));
    }
  }

  private handshake(): void {
    if (!this.network.reachable) {
      this.cut(1006);
    } else if (this.readyState === 0) {
      this.readyState = 1;
      this.network.open.add(this);
      this.session = this.network.server.connect(this.user, (message) => this.toClient(message as { t: string; d?: string }));
    }
  }

  private toClient(message: { t: string; d?: string }): void {
    const data = JSON.stringify(message);
    this.carry(`down ${message.d}`, message.t !== "joined" && message.t !== "welcome", () => this.onmessage?.({ data }));
  }

  private carry(lane: string, mayDouble: boolean, arrive: () => void): void {
    const { world, weather } = this.network;
    if (world.random() < weather.cut) {
      this.cut(1006);
    }
    if (this.readyState !== 1 || world.random() < weather.lose) {
      return;
    }
    const due = Math.max(this.lanes.get(lane) ?? 0, world.now() + this.someDelay());
    this.lanes.set(lane, due);
    const times = mayDouble && world.random() < weather.duplicate ? 2 : 1;
    for (let i = 0; i < times; i++) {
      world.after(due - world.now(), () => this.readyState === 1 && arrive());
    }
  }

  private someDelay(): number {
    return this.network.world.random() * this.network.weather.delay;
  }
}
