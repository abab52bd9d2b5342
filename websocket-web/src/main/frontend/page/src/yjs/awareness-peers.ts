import type { Cursor, Peer } from "@coedit/client";
import type { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { colourOf, PERSON_COLOURS } from "../dom.js";

/** The state that y-quill, y-codemirror and Tiptap say of themselves too, with who it is by sign-in name. */
interface State {
  readonly user?: { readonly name?: unknown; readonly id?: unknown };
  readonly cursor?: { readonly anchor?: unknown; readonly head?: unknown } | null;
}

export function introduce(awareness: Awareness, user: string, name: string): void {
  awareness.setLocalStateField("user", { id: user, name, color: PERSON_COLOURS[colourOf(user)] });
}

/** Tells where the user is in a text; null takes it back. Only what is news. */
export function tellCursor(awareness: Awareness, text: Y.Text, cursor: Cursor | null): void {
  const said = (awareness.getLocalState() as State | null)?.cursor ?? null;
  const anchor = cursor && Y.createRelativePositionFromTypeIndex(text, cursor.index);
  const head = cursor && Y.createRelativePositionFromTypeIndex(text, cursor.index + cursor.length);
  const state = cursor && { anchor, head };
  if (JSON.stringify(state) !== JSON.stringify(said)) {
    awareness.setLocalStateField("cursor", state);
  }
}

/** Who else is in the document, and where; what they say of themselves may be anything. */
export function peersOf(awareness: Awareness, text: Y.Text | undefined): Peer[] {
  const peers: Peer[] = [];
  for (const [client, state] of awareness.getStates() as Map<number, State>) {
    if (client !== awareness.clientID) {
      const name = wordOf(state.user?.name) ?? "Somebody";
      const user = wordOf(state.user?.id) ?? name;
      const cursor = text && cursorOf(state, text);
      peers.push({ session: String(client), user, name, ...(cursor === undefined ? {} : { cursor }) });
    }
  }
  return peers;
}

function wordOf(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value.slice(0, 100) : undefined;
}

function cursorOf({ cursor }: State, text: Y.Text): Cursor | undefined {
  const anchor = placeOf(cursor?.anchor, text);
  const head = placeOf(cursor?.head, text);
  return anchor === undefined || head === undefined ? undefined : { index: Math.min(anchor, head), length: Math.abs(head - anchor) };
}

function placeOf(position: unknown, text: Y.Text): number | undefined {
  const doc = text.doc;
  if (doc === null || typeof position !== "object" || position === null) {
    return undefined;
  }
  try {
    const relative = Y.createRelativePositionFromJSON(position);
    // A name that is not known yet would make a shared type.
    const known = relative.item !== null || relative.tname === null || doc.share.has(relative.tname);
    const found = known ? Y.createAbsolutePositionFromRelativePosition(relative, doc) : null;
    return found !== null && found.type === text ? found.index : undefined;
  } catch {
    return undefined;
  }
}
