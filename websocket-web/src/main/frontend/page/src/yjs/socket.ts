import { HocuspocusProviderWebsocket } from "@hocuspocus/provider";

const PROBE_WITHIN = 3_000;
const OPEN = 1;

/**
 * A document's connection, which keeps nothing for later: every new connection begins with a sync that brings what is
 * missing, in one piece. The queue of its parent would send each key typed offline once more.
 */
export class SyncSocket extends HocuspocusProviderWebsocket {
  /** Is shown each frame that leaves. */
  onSent: (frame: Uint8Array) => void = () => undefined;
  private probing: ReturnType<typeof setTimeout> | undefined;

  override send(message: unknown): void {
    if (this.connected) {
      super.send(message);
      this.onSent(message as Uint8Array);
    }
  }

  get connected(): boolean {
    return this.webSocket?.readyState === OPEN;
  }

  /** Gives the connection up, as if the other side had closed it; another is made after a while. */
  drop(): void {
    if (this.webSocket !== null) {
      this.emit("close", { event: { code: 4408, reason: "given up" } });
    }
  }

  /**
   * Finds out quickly whether the connection works still, or makes one.
   *
   * @param ask says something that the server answers
   */
  probe(ask: () => void): void {
    clearTimeout(this.probing);
    if (!this.connected) {
      void this.connect();
      return;
    }
    const heard = this.lastMessageReceived;
    ask();
    this.probing = setTimeout(() => {
      if (this.lastMessageReceived === heard) {
        this.drop();
      }
    }, PROBE_WITHIN);
  }

  override destroy(): void {
    clearTimeout(this.probing);
    super.destroy();
  }
}
