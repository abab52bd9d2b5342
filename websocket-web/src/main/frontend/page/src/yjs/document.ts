import { HocuspocusProvider } from "@hocuspocus/provider";
import { Events, type Cursor, type DocumentStatus, type Peer } from "@coedit/client";
import { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import type { OpenDocument, OpenDocumentEvents } from "../open-document.js";
import { Acknowledgements } from "./acknowledgements.js";
import { introduce, peersOf, tellCursor } from "./awareness-peers.js";
import { DeviceCopy } from "./device-copy.js";
import { layoutOf } from "./layout.js";
import { SyncSocket } from "./socket.js";

const SIGN_IN_ENDED = 4401;
const MOST_DENIALS = 5;

/** How long a connection may take until it is said that there is none. */
const CONNECTS_WITHIN = 3_000;

/** What a document asks of the page around it. */
export interface Surroundings {
  readonly url: string;
  readonly user: string;
  readonly name: string;
  /** A ticket that says who is there. */
  ticket(): Promise<string>;
  /** Why a document was denied: it is `gone` for this user, the sign-in has `ended`, nobody can say, or there is no reason any more. */
  whyDenied(id: string): Promise<"gone" | "ended" | "unknown" | "none">;
}

/**
 * A Yjs document: edited here, kept on the device, synced over a Hocuspocus provider. `saved` is said when the server has
 * acknowledged everything that this window has, which includes what earlier windows left unsent.
 */
export class YjsDocument extends Events<OpenDocumentEvents> implements OpenDocument {
  readonly content = new Y.Doc();
  private readonly awareness = new Awareness(this.content);
  private readonly acknowledgements = new Acknowledgements();
  private readonly copy: DeviceCopy;
  private readonly socket: SyncSocket;
  private readonly provider: HocuspocusProvider;
  private text: Y.Text | undefined;
  private phase: "opening" | "open" | "closed" = "opening";
  private tried = false;
  private patience: ReturnType<typeof setTimeout> | undefined;
  private wasSynced = false;
  private dirty = false;
  private mayEdit: boolean;
  private denials = 0;
  private lastTold = "";

  /** @param title for when the server cannot be asked */
  constructor(
    readonly id: string,
    title: string,
    private readonly around: Surroundings,
  ) {
    super();
    this.copy = new DeviceCopy(this.content, around.user, id, title);
    this.mayEdit = this.copy.noted?.mayEdit ?? false;
    introduce(this.awareness, around.user, around.name);
    this.socket = new SyncSocket({ url: around.url });
    this.socket.onSent = (frame) => this.acknowledgements.sent(frame);
    this.provider = new HocuspocusProvider({
      websocketProvider: this.socket,
      name: id,
      document: this.content,
      awareness: this.awareness,
      token: () => around.ticket(),
    });
    this.listen();
    void this.begin();
  }

  private async begin(): Promise<void> {
    await this.copy.load();
    if (this.phase === "closed") {
      return;
    }
    this.dirty = this.copy.hasUnsent;
    if (this.copy.kept && this.copy.noted !== undefined) {
      this.opened();
    }
    this.provider.attach();
    this.patience = setTimeout(() => {
      this.tried = true;
      this.tell();
    }, CONNECTS_WITHIN);
    this.tell();
  }

  private listen(): void {
    const { provider, content, awareness } = this;
    // After the provider's own listener, which sends: what is edited is awaited from here on.
    content.on("update", (_update: Uint8Array, origin: unknown) => {
      if (origin !== provider && !this.copy.isOrigin(origin)) {
        this.dirty = true;
        this.copy.noteUnsent();
        this.tell();
      }
    });
    // A cursor may stand beside what has not come yet.
    content.on("afterTransaction", ({ local }: Y.Transaction) => !local && this.tellPeers());
    awareness.on("change", () => this.tellPeers());
    provider.on("message", ({ event }: { event: MessageEvent }) => this.heard(new Uint8Array(event.data as ArrayBuffer)));
    provider.on("authenticated", ({ scope }: { scope: string }) => this.granted(scope === "read-write"));
    provider.on("synced", () => this.synced());
    provider.on("authenticationFailed", () => void this.denied());
    provider.on("close", ({ event }: { event: { code: number; reason?: string } }) => this.disconnected(event));
  }

  get status(): DocumentStatus {
    if (this.phase !== "open") {
      return this.phase === "closed" ? "closed" : "opening";
    }
    if (!this.provider.synced || !this.socket.connected) {
      return this.tried ? "offline" : "opening";
    }
    return this.acknowledgements.complete ? "saved" : "saving";
  }

  get unsaved(): boolean {
    return this.dirty;
  }

  get acknowledged(): number {
    return this.acknowledgements.count;
  }

  get kept(): boolean {
    return this.copy.kept;
  }

  get canEdit(): boolean {
    return this.phase === "open" && this.mayEdit;
  }

  get peerList(): readonly Peer[] {
    return peersOf(this.awareness, this.text);
  }

  /** The text that is on the screen: cursors are places in it. */
  shows(text: Y.Text | undefined, kind?: string): void {
    this.text = text;
    this.copy.note({ mayEdit: this.mayEdit, ...(kind === undefined ? {} : { kind }) });
    this.tellPeers();
  }

  setCursor(cursor: Cursor | null): void {
    if (this.text !== undefined && this.phase === "open") {
      tellCursor(this.awareness, this.text, cursor);
    }
  }

  /** Tries at once to have a connection that works. */
  probe(): void {
    this.socket.probe(() => this.provider.forceSync());
  }

  close(): void {
    if (this.phase !== "closed") {
      this.phase = "closed";
      clearTimeout(this.patience);
      this.provider.destroy();
      this.socket.destroy();
      this.copy.close();
      this.content.destroy();
      this.tell();
    }
  }

  private opened(): void {
    if (this.phase === "opening") {
      this.phase = "open";
      this.emit("open", this.content);
      this.emit("access", this.mayEdit);
    }
  }

  private heard(frame: Uint8Array): void {
    if (!this.acknowledgements.received(frame)) {
      this.refused();
    }
    // Once the provider has taken the frame too, and answered it.
    queueMicrotask(() => this.tell());
  }

  private synced(): void {
    this.tried = true;
    this.wasSynced = true;
    this.denials = 0;
    this.copy.note({ mayEdit: this.mayEdit });
    this.opened();
    this.tell();
  }

  private granted(mayEdit: boolean): void {
    if (mayEdit !== this.mayEdit) {
      this.mayEdit = mayEdit;
      this.emit("access", mayEdit);
    }
  }

  /** The connection is gone, or the server has closed this document on it. */
  private disconnected({ code, reason }: { code: number; reason?: string }): void {
    const again = code === SIGN_IN_ENDED && this.wasSynced;
    this.acknowledgements.reset();
    this.tried = true;
    this.wasSynced = false;
    if (this.socket.connected && this.denials === 0) {
      this.end("refused", reason ?? "the server has closed the document");
    } else if (again) {
      void this.socket.connect();
    }
    this.tell();
  }

  private async denied(): Promise<void> {
    this.denials++;
    const why = await this.around.whyDenied(this.id);
    if (this.phase === "closed") {
      return;
    }
    if (why === "gone") {
      this.lose("the document is not shared with you any more");
      this.end("not-found", "there is no such document");
    } else if (why === "ended") {
      this.socket.disconnect();
    } else if (why === "none" && this.denials > MOST_DENIALS) {
      this.end("refused", "the server does not open the document");
    } else {
      this.socket.drop();
    }
  }

  /** Who may only read has written meanwhile: that has no place in the document. */
  private refused(): void {
    this.lose("you may not edit this document any more");
    this.end("forbidden", "you may only read this document now. Open it again to see what is in it");
  }

  /** What is kept here is nobody's any more, or unlike what everybody else has. */
  private lose(message: string): void {
    const layout = layoutOf(this.content);
    if (this.dirty) {
      const text = "root" in layout ? this.content.getText(layout.root).toString() : "";
      this.emit("unmerged", { text, message });
    }
    this.dirty = false;
    void this.copy.remove();
  }

  private end(code: string, message: string): void {
    this.close();
    this.emit("closed", { code, message });
  }

  private tell(): void {
    const { status } = this;
    if (status === "saved" && this.dirty) {
      this.dirty = false;
      this.copy.noteSent();
    }
    const told = `${status} ${this.dirty}`;
    if (told !== this.lastTold) {
      this.lastTold = told;
      this.emit("status", status);
    }
  }

  private tellPeers(): void {
    if (this.phase !== "closed") {
      this.emit("peers", this.peerList);
    }
  }
}
