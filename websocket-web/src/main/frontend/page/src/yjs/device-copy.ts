import { IndexeddbPersistence } from "y-indexeddb";
import type * as Y from "yjs";
import { copies, type Copy } from "./copies.js";

/** One open document's copy on this device. Without a database, in a private window perhaps, there is none. */
export class DeviceCopy {
  private readonly database: IndexeddbPersistence | undefined;
  private notes: readonly string[] = [];
  private working = false;

  constructor(
    doc: Y.Doc,
    private readonly user: string,
    private readonly id: string,
    private readonly title: string,
  ) {
    try {
      this.database = new IndexeddbPersistence(copies.database(user, id), doc);
    } catch {
      this.database = undefined;
    }
  }

  /** Brings what is kept into the document. */
  async load(): Promise<void> {
    const { database } = this;
    if (database !== undefined) {
      const failed = database._db.then((db) => {
        // Another window wants it to be deleted: somebody has signed out.
        db.onversionchange = () => this.close();
        return new Promise<never>(() => undefined);
      });
      this.working = await Promise.race([database.whenSynced, failed]).then(
        () => true,
        () => false,
      );
    }
    this.notes = copies.unsentNotes(this.user, this.id);
  }

  /** Whether edits are kept on the device. */
  get kept(): boolean {
    return this.working;
  }

  /** What was known of the document the last time it was open here. */
  get noted(): Copy | undefined {
    return copies.find(this.user, this.id);
  }

  /** Whether it was loaded with edits that no server has. */
  get hasUnsent(): boolean {
    return this.notes.length > 0;
  }

  isOrigin(origin: unknown): boolean {
    return this.database !== undefined && origin === this.database;
  }

  note(news: Partial<Copy> & { readonly mayEdit: boolean }): void {
    if (this.working) {
      const { user, id, title } = this;
      copies.note({ ...this.noted, user, id, title, ...news });
    }
  }

  noteUnsent(): void {
    if (this.working) {
      copies.unsent(this.user, this.id);
    }
  }

  noteSent(): void {
    copies.sent(this.user, this.id, this.notes);
    this.notes = [];
  }

  close(): void {
    this.working = false;
    this.database?.destroy().catch(() => undefined);
  }

  async remove(): Promise<void> {
    this.close();
    await copies.remove(this.user, this.id);
  }
}
