import type { Splice } from "../splice.js";

/** The client's operation is left, the one the server put before it is right. */
export type Side = "left" | "right";

/**
 * What the editing client needs to know about a kind of document. Values are never changed in place.
 *
 * Law (TP1): for operations a and b on one content, apply(apply(c, a), transform(b, a, "right")) equals
 * apply(apply(c, b), transform(a, b, "left")).
 */
export interface DocumentType<C, O> {
  readonly id: string;
  /** The content in a snapshot, as it comes off the wire. */
  read(content: unknown): C;
  apply(content: C, operation: O): C;
  compose(first: O, second: O): O;
  transform(operation: O, other: O, side: Side): O;
  isNoop(operation: O): boolean;
  /** An operation that turns one content into another: for taking over a snapshot in place. */
  diff(from: C, to: C): O;
  /** Where the operation removes and inserts, in UTF-16 code units of `before`: for cursors and editors. */
  splices(operation: O, before: C): Splice[];
  /**
   * The content as the server's `DocumentState.content()` writes it, to the byte: equal contents give equal strings, however
   * they came about. A type without it is not checked.
   */
  canonical?(content: C): string;
  /** The content as plain text: what a person is given when edits cannot be merged. */
  toText(content: C): string;
}
