/** One place where an operation changes a sequence; places and lengths in UTF-16 code units of the sequence before it. */
export interface Splice {
  readonly index: number;
  readonly removed: number;
  readonly inserted: number;
}

/**
 * Where an index is found after an operation.
 *
 * @param push whether text inserted exactly at the index moves it: true for one's own typing
 */
export function mapIndex(splices: readonly Splice[], index: number, push: boolean): number {
  let shift = 0;
  for (const splice of splices) {
    if (index < splice.index || (index === splice.index && !push && splice.removed === 0)) {
      break;
    }
    if (index <= splice.index + splice.removed) {
      const pushed = push || index > splice.index ? splice.inserted : 0;
      return splice.index + shift + pushed;
    }
    shift += splice.inserted - splice.removed;
  }
  return index + shift;
}

/** Where an index after an operation was before it; inside inserted text, the place of the insertion. */
export function mapIndexBack(splices: readonly Splice[], index: number): number {
  let shift = 0;
  for (const splice of splices) {
    const start = splice.index + shift;
    if (index < start) {
      break;
    }
    if (index <= start + splice.inserted) {
      return splice.index;
    }
    shift += splice.inserted - splice.removed;
  }
  return index - shift;
}
