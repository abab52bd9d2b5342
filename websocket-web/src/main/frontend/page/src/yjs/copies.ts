import { storage } from "../storage.js";

const COPY = "coedit/copy/";
const UNSENT = "coedit/unsent/";

/** What is known of a document without asking the server. */
export interface Copy {
  readonly user: string;
  readonly id: string;
  readonly title: string;
  /** `richtext` or `text`, when it has been seen. */
  readonly kind?: string;
  readonly mayEdit: boolean;
}

/** Distinguishes the windows of one browser: each says for itself what it has not sent. */
const WINDOW = crypto.getRandomValues(new Uint32Array(2)).join("-");

const place = (user: string, id: string): string => `${encodeURIComponent(user)}/${id}`;

function keys(prefix: string): string[] {
  return storage.keys().filter((key) => key.startsWith(prefix));
}

/**
 * The documents that this browser keeps, for writing without a connection. Their content is in a database of its own each,
 * written by y-indexeddb; this is the list of them, and which hold edits that no server has. Everything in it belongs to
 * somebody: it goes when they sign out.
 */
export const copies = {
  database: (user: string, id: string): string => COPY + place(user, id),

  find(user: string, id: string): Copy | undefined {
    const noted = storage.get(COPY + place(user, id));
    return noted === null ? undefined : (JSON.parse(noted) as Copy);
  },

  of(user: string): Copy[] {
    return keys(COPY + place(user, "")).map((key) => JSON.parse(storage.get(key)!) as Copy);
  },

  note(copy: Copy): void {
    storage.set(COPY + place(copy.user, copy.id), JSON.stringify(copy));
  },

  /** Those who have left edits unsent in any window. */
  hasUnsent: (user: string, id: string): boolean => keys(`${UNSENT}${place(user, id)}/`).length > 0,

  /** Notes that this window has edits that are not sent. */
  unsent(user: string, id: string): void {
    const key = `${UNSENT}${place(user, id)}/${WINDOW}`;
    if (storage.get(key) === null) {
      storage.set(key, "");
    }
  },

  /** The notes about unsent edits that are there now; `sent` takes them back once the server has those edits. */
  unsentNotes: (user: string, id: string): string[] => keys(`${UNSENT}${place(user, id)}/`),

  sent(user: string, id: string, notes: readonly string[]): void {
    for (const key of [...notes, `${UNSENT}${place(user, id)}/${WINDOW}`]) {
      storage.remove(key);
    }
  },

  async remove(user: string, id: string): Promise<void> {
    copies.sent(user, id, copies.unsentNotes(user, id));
    storage.remove(COPY + place(user, id));
    await deleted(copies.database(user, id));
  },

  /** Takes away what is kept for `user`. */
  async removeAll(user: string): Promise<void> {
    await Promise.all(copies.of(user).map(({ id }) => copies.remove(user, id)));
  },

  /**
   * Takes away what is kept for anybody but `user`: who is not signed in has no copies. Edits that no server has are the
   * exception, for they are nowhere else.
   */
  async removeOthers(user: string | undefined): Promise<void> {
    const all = keys(COPY).map((key) => JSON.parse(storage.get(key)!) as Copy);
    const others = all.filter((copy) => copy.user !== user && !copies.hasUnsent(copy.user, copy.id));
    await Promise.all(others.map((copy) => copies.remove(copy.user, copy.id)));
  },
};

/** Other windows let go of a database when it is to be deleted. */
function deleted(name: string): Promise<void> {
  return new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = request.onerror = () => resolve();
  });
}
