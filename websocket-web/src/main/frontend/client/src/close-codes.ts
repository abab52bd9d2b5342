import { categoryOf } from "./protocol.js";

/** What the server closes with; see docs/protocol.md, section 6. */
export const TOO_BIG = 1009;
export const PROTOCOL = 4400;
export const SIGN_IN_ENDED = 4401;
export const FORBIDDEN = 4403;
export const NO_COMMON_VERSION = 4406;
export const SILENT = 4408;
export const TOO_MANY = 4429;

const BROKEN = 1006;
const GOING_AWAY = 1001;
const OUR_FAULT = 1011;
const STOPPING = 4503;

const OF_ERROR = new Map([
  ["unauthenticated", SIGN_IN_ENDED],
  ["forbidden", FORBIDDEN],
  ["unsupported-version", NO_COMMON_VERSION],
  ["too-large", TOO_BIG],
  ["rate", TOO_MANY],
  ["draining", STOPPING],
]);
const OF_CATEGORY = { client: PROTOCOL, conflict: GOING_AWAY, capacity: GOING_AWAY, internal: OUR_FAULT };

/**
 * What a socket was closed for. Somebody who was still sending when the server ended the connection may be told that a
 * message was too big, or nothing: then what the server had said before is the reason.
 *
 * @param said the code of the error that the server said it closes for
 */
export function reasonOf(code: number, said: string | undefined): number {
  if (said === undefined || (code !== TOO_BIG && code !== BROKEN)) {
    return code;
  }
  return OF_ERROR.get(said) ?? OF_CATEGORY[categoryOf(said)];
}
