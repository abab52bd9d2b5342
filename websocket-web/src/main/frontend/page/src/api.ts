import type { Access, CommittedOperation } from "@coedit/client";

export interface SignIn {
  readonly user: string;
  readonly displayName?: string;
  readonly administrator?: boolean;
  /** Whether the server itself keeps the password. */
  readonly builtIn?: boolean;
  /** When the access token ends, an ISO instant. */
  readonly expiresAt: string;
}

export interface DocumentInfo {
  readonly id: string;
  readonly type: string;
  readonly title: string;
  readonly access: Access;
  readonly createdBy: string;
  readonly owner: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export type GrantKind = "user" | "group" | "everyone";

/** A right that somebody has on a document. */
export interface Grant {
  readonly kind: GrantKind;
  readonly subject: string;
  readonly access: Access;
}

/** Whom a document can be shared with. */
export interface Entry {
  readonly kind: "user" | "group";
  readonly name: string;
  readonly displayName: string;
}

/** A sign-in: one browser that somebody signed in with. */
export interface SignInInfo {
  readonly id: string;
  readonly user: string;
  readonly begunAt: string;
  readonly address: string;
  readonly agent: string;
  readonly current: boolean;
}

/** An account that the server keeps itself. */
export interface AccountInfo {
  readonly user: string;
  readonly displayName: string;
  readonly administrator: boolean;
  readonly state: "enabled" | "disabled" | "left-by-demo";
}

export interface AuditEvent {
  readonly number: number;
  readonly at: string;
  readonly event: string;
  readonly actor: string;
  readonly address: string;
  readonly document?: string;
  readonly detail: string;
}

/** What the server answered instead of what was asked for; `status` 0 when it did not answer. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }

  /** Nothing was decided: the server did not answer, could not, or has no time now. */
  get isUnreachable(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** Where the server is asked over HTTPS, its name has a prefix with which nobody else can plant it. */
export function csrfToken(): string | undefined {
  return cookie("__Host-coedit-csrf") ?? cookie("coedit-csrf");
}

function cookie(name: string): string | undefined {
  const found = document.cookie.split("; ").find((part) => part.startsWith(`${name}=`));
  return found === undefined ? undefined : decodeURIComponent(found.slice(name.length + 1));
}

async function call(method: string, path: string, body?: unknown): Promise<unknown> {
  const headers: Record<string, string> = { Accept: "application/json" };
  const token = csrfToken();
  if (method !== "GET" && token !== undefined) {
    headers["X-CSRF-Token"] = token;
  }
  if (body !== undefined) {
    headers["Content-Type"] = "application/json";
  }
  let response: Response;
  try {
    response = await fetch(`api/v1/${path}`, {
      method,
      headers,
      credentials: "same-origin",
      cache: "no-store",
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw new ApiError(0, "offline", "The server cannot be reached. Check your network and try again.");
  }
  const answer: unknown = await response.json().catch(() => undefined);
  if (!response.ok) {
    const { code, message } = (answer ?? {}) as { code?: string; message?: string };
    throw new ApiError(response.status, code ?? `http-${response.status}`, message ?? "The server could not do that.");
  }
  return answer;
}

async function textOf(id: string): Promise<string> {
  const response = await fetch(`api/v1/documents/${encodeURIComponent(id)}/content`, { headers: { Accept: "text/plain" }, cache: "no-store" });
  return response.ok ? response.text() : "";
}

/** The REST addresses that the page uses; nothing here knows about retries or sign-in. */
export const api = {
  signIn: (user: string, password: string) => call("POST", "sessions", { user, password }) as Promise<SignIn>,
  signOut: () => call("DELETE", "sessions"),
  refresh: () => call("POST", "sessions/refresh") as Promise<SignIn>,
  ticket: async () => {
    const { ticket } = (await call("POST", "tickets")) as { ticket: string };
    return ticket;
  },
  list: async () => {
    const { documents } = (await call("GET", "documents?limit=200")) as { documents: DocumentInfo[] };
    return documents;
  },
  create: (type: string, title: string) => call("POST", "documents", { type, title }) as Promise<DocumentInfo>,
  find: (id: string) => call("GET", `documents/${encodeURIComponent(id)}`) as Promise<DocumentInfo>,
  textOf,
  rename: (id: string, title: string) => call("PATCH", `documents/${encodeURIComponent(id)}`, { title }) as Promise<DocumentInfo>,
  grants: async (id: string) => {
    const { grants } = (await call("GET", `documents/${encodeURIComponent(id)}/grants`)) as { grants: Grant[] };
    return grants;
  },
  replaceGrants: async (id: string, wanted: readonly Grant[]) => {
    const { grants } = (await call("PUT", `documents/${encodeURIComponent(id)}/grants`, { grants: wanted })) as { grants: Grant[] };
    return grants;
  },
  giveTo: (id: string, user: string) => call("PUT", `documents/${encodeURIComponent(id)}/owner`, { user }) as Promise<DocumentInfo>,
  people: async (beginning: string) => {
    const { people } = (await call("GET", `people?q=${encodeURIComponent(beginning)}`)) as { people: Entry[] };
    return people;
  },
  signIns: async () => {
    const { sessions } = (await call("GET", "account/sessions")) as { sessions: SignInInfo[] };
    return sessions;
  },
  endSignIn: (id: string) => call("DELETE", `account/sessions/${encodeURIComponent(id)}`),
  endAllSignIns: () => call("DELETE", "account/sessions"),
  allSignIns: async () => {
    const { sessions } = (await call("GET", "admin/sessions?limit=500")) as { sessions: SignInInfo[] };
    return sessions;
  },
  changePassword: (old: string, fresh: string) => call("PUT", "account/password", { old, new: fresh }),
  accounts: async () => {
    const { accounts } = (await call("GET", "admin/accounts")) as { accounts: AccountInfo[] };
    return accounts;
  },
  enableAccount: (user: string, enabled: boolean) => call("PUT", `admin/accounts/${encodeURIComponent(user)}`, { enabled }),
  endAnySignIn: (id: string) => call("DELETE", `admin/sessions/${encodeURIComponent(id)}`),
  audit: async (before?: number) => {
    const path = `admin/audit?limit=100${before === undefined ? "" : `&before=${before}`}`;
    const { events } = (await call("GET", path)) as { events: AuditEvent[] };
    return events;
  },
  operations: async (id: string, from: number, to: number) => {
    const path = `documents/${encodeURIComponent(id)}/operations?from=${from}&to=${to}`;
    const { ops } = (await call("GET", path)) as { ops: CommittedOperation[] };
    return ops;
  },
};
