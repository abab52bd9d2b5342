// The built page with the reference server behind it: for work on the page without a Coedit server. Everything is forgotten at exit.
import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { WebSocketServer } from "ws";
import { richTextType, textType } from "@coedit/client";
import { ReferenceServer } from "../../client/test/support/reference-server.js";

const root = process.argv[2] ?? "";
const port = Number(process.argv[3] ?? 19381);
const server = new ReferenceServer(Math.random);
const infos = new Map<string, Record<string, unknown>>();
const KINDS: Record<string, string> = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".txt": "text/plain" };

const userOf = (request: IncomingMessage): string | undefined => /coedit-user=(\w+)/.exec(request.headers.cookie ?? "")?.[1];

function answer(response: ServerResponse, status: number, body: unknown, cookies: string[] = []): void {
  response.writeHead(status, { "Content-Type": "application/json", "Set-Cookie": cookies });
  response.end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, string>> {
  let text = "";
  for await (const chunk of request) {
    text += chunk;
  }
  return text === "" ? {} : (JSON.parse(text) as Record<string, string>);
}

function signedIn(response: ServerResponse, user: string): void {
  const expiresAt = new Date(Date.now() + 600_000).toISOString();
  answer(response, 200, { user, expiresAt }, [`coedit-user=${user}; HttpOnly; Path=/`, `coedit-csrf=dev; Path=/`]);
}

async function rest(path: string, query: URLSearchParams, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const user = userOf(request);
  const body = await bodyOf(request);
  const id = path.split("/")[1] ?? "";
  if (path === "sessions" && request.method === "POST") {
    const right = body["user"] === body["password"] && /^\w+$/.test(body["user"] ?? "");
    return right ? signedIn(response, body["user"]!) : answer(response, 401, { code: "unauthenticated", message: "wrong" });
  }
  if (user === undefined) {
    return answer(response, 401, { code: "unauthenticated", message: "sign in" });
  }
  if (path === "sessions/refresh") {
    return signedIn(response, user);
  }
  if (path === "sessions") {
    return answer(response, 200, {}, ["coedit-user=; Max-Age=0; Path=/", "coedit-csrf=; Max-Age=0; Path=/"]);
  }
  if (path === "documents" && request.method === "POST") {
    const now = new Date().toISOString();
    const made = { id: randomUUID(), type: body["type"], title: body["title"], access: "admin", createdBy: user, createdAt: now, updatedAt: now };
    infos.set(made.id, made);
    server.create(made.id, body["type"] === "text" ? textType : richTextType, body["type"] === "text" ? "" : []);
    return answer(response, 201, made);
  }
  if (path === "documents") {
    return answer(response, 200, { documents: [...infos.values()] });
  }
  const info = infos.get(id);
  if (info === undefined) {
    return answer(response, 404, { code: "not-found", message: "no such document" });
  }
  if (path.endsWith("/operations")) {
    return answer(response, 200, { ops: server.operations(id, Number(query.get("from")), Number(query.get("to"))) });
  }
  return answer(response, 200, Object.assign(info, request.method === "PATCH" ? { title: body["title"] } : {}));
}

async function file(path: string, response: ServerResponse): Promise<void> {
  const name = normalize(path === "/" ? "/index.html" : path);
  const content = await readFile(join(root, name)).catch(() => undefined);
  response.writeHead(content === undefined ? 404 : 200, {
    "Content-Type": KINDS[extname(name)] ?? "application/octet-stream",
    "Content-Security-Policy": "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: https: http:",
  });
  response.end(content);
}

const http = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
  const api = pathname.startsWith("/api/v1/");
  const done = api ? rest(pathname.slice(8), searchParams, request, response) : file(pathname, response);
  done.catch((failure: unknown) => answer(response, 500, { code: "internal", message: String(failure) }));
});
new WebSocketServer({ server: http, path: "/ws/v1" }).on("connection", (socket, request) => {
  const user = userOf(request);
  if (user === undefined) {
    socket.close(4401);
    return;
  }
  const session = server.connect(user, (message) => socket.send(JSON.stringify(message)));
  socket.on("message", (data) => session.receive(JSON.parse(String(data))));
  socket.on("close", () => session.close());
});
http.listen(port, "127.0.0.1", () => console.log(`http://127.0.0.1:${port}/ - anybody signs in with their name as the password`));
