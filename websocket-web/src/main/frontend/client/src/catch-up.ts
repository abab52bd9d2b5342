import type { Environment } from "./environment.js";
import type { CommittedOperation } from "./protocol.js";

/** The committed operations `from` to `to`, both included, by REST. The answer may end early, but not begin late. */
export type FetchOperations = (document: string, from: number, to: number) => Promise<readonly CommittedOperation[]>;

const TRIES = 3;
const RETRY = 1_000;

/**
 * Fetches every operation of a range, in as many calls as it takes.
 *
 * @param stillWanted asked before each call; once it says no, what has been found is given
 * @returns a promise that is rejected when the operations cannot be had
 */
export async function fetchMissing(
  fetch: FetchOperations,
  range: { readonly document: string; readonly from: number; readonly to: number },
  environment: Environment,
  stillWanted: () => boolean,
): Promise<CommittedOperation[]> {
  const found: CommittedOperation[] = [];
  for (let { from } = range, tries = 1; from <= range.to && stillWanted(); ) {
    try {
      const some = await fetch(range.document, from, range.to);
      if (some.length === 0 || some.some((operation, i) => operation.r !== from + i)) {
        throw new Error("the operations are not there");
      }
      found.push(...some);
      from += some.length;
    } catch (failure) {
      if (tries++ >= TRIES) {
        throw failure;
      }
      await new Promise<void>((resolve) => environment.after(RETRY, resolve));
    }
  }
  return found;
}
