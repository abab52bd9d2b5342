import { api, ApiError } from "../api.js";
import type { Session } from "../session.js";
import { copies, type Copy } from "./copies.js";
import { YjsDocument } from "./document.js";

/** The Yjs documents that are open in this window. */
export class YjsDocuments {
  private readonly opened = new Set<YjsDocument>();
  private sending: Promise<void> | undefined;

  constructor(private readonly session: Session) {}

  /** Opens a document; what is kept of it on this device is there at once. */
  open(id: string, title: string): YjsDocument {
    const { session, opened } = this;
    const document = new YjsDocument(id, title, {
      url: socketUrl(),
      user: session.user ?? "",
      name: session.name,
      ticket: () => session.with(() => api.ticket()),
      whyDenied: (id) => this.whyDenied(id),
    });
    opened.add(document);
    document.on("status", (status) => status === "closed" && opened.delete(document));
    return document;
  }

  /** Sends what was left unsent in documents that are not open here now; done when that has succeeded or failed. */
  sendUnsent(): Promise<void> {
    return (this.sending ??= this.sendOneByOne().finally(() => (this.sending = undefined)));
  }

  private async sendOneByOne(): Promise<void> {
    const user = this.session.user ?? "";
    for (const copy of copies.of(user)) {
      if (copies.hasUnsent(user, copy.id) && ![...this.opened].some(({ id }) => id === copy.id)) {
        await this.send(copy);
      }
    }
  }

  private send({ id, title }: Copy): Promise<void> {
    return new Promise((resolve) => {
      const document = this.open(id, title);
      document.on("status", (status) => {
        if (status === "closed") {
          resolve();
        } else if (status === "saved" || status === "offline") {
          document.close();
        }
      });
    });
  }

  /** Tries at once to have connections that work. */
  probe(): void {
    this.opened.forEach((document) => document.probe());
  }

  closeAll(): void {
    this.opened.forEach((document) => document.close());
  }

  private async whyDenied(id: string): Promise<"gone" | "ended" | "unknown" | "none"> {
    try {
      await this.session.with(() => api.find(id));
      return "none";
    } catch (failure) {
      const status = failure instanceof ApiError ? failure.status : 0;
      return status === 403 || status === 404 ? "gone" : status === 401 ? "ended" : "unknown";
    }
  }
}

function socketUrl(): string {
  const url = new URL("ws/hocuspocus", document.baseURI);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  url.hash = "";
  return url.href;
}
