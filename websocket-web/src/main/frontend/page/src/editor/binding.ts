import type { Peer } from "@coedit/client";

/** An editor on the screen, bound to a document for as long as it is shown. */
export interface Binding {
  focus(): void;
  setEditable(editable: boolean): void;
  showPeers(peers: readonly Peer[]): void;
  destroy(): void;
}
