import type { DocumentStatus, Peer } from "@coedit/client";

export interface OpenDocumentEvents {
  /** The content is there for the first time. */
  open: unknown;
  status: DocumentStatus;
  access: unknown;
  peers: readonly Peer[];
  /** Edits that nobody else will ever see: `text` is the document as the user saw it. */
  unmerged: { readonly text: string; readonly message: string };
  closed: { readonly code: string; readonly message: string };
}

/** What the page has to know of a document that is open, whatever its type. */
export interface OpenDocument {
  readonly status: DocumentStatus;
  /** Whether the server has not yet answered for some edit. */
  readonly unsaved: boolean;
  /** Grows with what the server answers for: while it stands still, nothing is being saved. */
  readonly acknowledged: number;
  /** Whether such edits outlive this window, since they are kept on the device. */
  readonly kept?: boolean;
  readonly canEdit: boolean;
  readonly peerList: readonly Peer[];
  on<K extends keyof OpenDocumentEvents>(kind: K, listener: (event: OpenDocumentEvents[K]) => void): () => void;
  close(): void;
}
