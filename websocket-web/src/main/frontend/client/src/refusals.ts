import { categoryOf } from "./protocol.js";

const INTERNAL_TRIES = 3;

/** What to do about a submission that was refused; `rename`: join again, and send it rebased under the server's next number. */
export type AfterRefusal = "send-again" | "join" | "rename" | "sign-in" | "take-back";

/**
 * What a refusal means for the submission (docs/protocol.md, section 4).
 *
 * @param failures how often submissions have been refused as `internal` since one was taken, this time included
 */
export function afterRefusal(code: string, failures: number): AfterRefusal {
  switch (code) {
    case "stale-base":
    case "sequence-gap":
    case "sequence-reused":
      return "rename";
    case "not-joined":
      return "join";
    case "unauthenticated":
      return "sign-in";
  }
  switch (categoryOf(code)) {
    case "capacity":
      return "send-again";
    case "conflict":
      return "join";
    case "internal":
      return failures < INTERNAL_TRIES ? "send-again" : "take-back";
    default:
      return "take-back";
  }
}
