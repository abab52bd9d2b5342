import type { CoeditConnection } from "@coedit/client";
import type { Session } from "../session.js";
import type { YjsDocuments } from "../yjs/documents.js";

/** What every view may use. */
export interface App {
  readonly session: Session;
  readonly connection: CoeditConnection;
  /** Yjs and what belongs to it is loaded when it is first needed. */
  yjs(): Promise<YjsDocuments>;
  go(hash: string): void;
}

/** Something that fills the page; `leave` undoes what outlives its elements. */
export interface View {
  readonly element: HTMLElement;
  leave(): void;
}

export function messageOf(failure: unknown): string {
  return failure instanceof Error ? failure.message : "Something went wrong.";
}

/** A date as people say it: a time today, a day this year, else a date. */
export function spoken(instant: string, now = new Date()): string {
  const date = new Date(instant);
  const sameDay = date.toDateString() === now.toDateString();
  const style: Intl.DateTimeFormatOptions = sameDay
    ? { hour: "2-digit", minute: "2-digit" }
    : { day: "numeric", month: "short", ...(date.getFullYear() === now.getFullYear() ? {} : { year: "numeric" }) };
  return new Intl.DateTimeFormat(undefined, style).format(date);
}
