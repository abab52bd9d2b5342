// The example's own server: its page, and tickets for the people who use it. Settings: COEDIT, PORT, DOCUMENT.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { build } from "esbuild";
import { Person } from "./coedit.mjs";

const coedit = (process.env.COEDIT ?? "http://localhost:9080").replace(/\/$/, "");
const port = Number(process.env.PORT ?? 5180);
const name = process.env.DOCUMENT ?? "tiptap-example";
const here = new URL("./", import.meta.url);

const bundle = await build({
  entryPoints: [new URL("src/editor.js", here).pathname],
  bundle: true,
  format: "esm",
  target: "es2022",
  write: false,
});
const files = {
  "/": ["text/html", await readFile(new URL("index.html", here))],
  "/style.css": ["text/css", await readFile(new URL("style.css", here))],
  "/editor.js": ["text/javascript", bundle.outputFiles[0].contents],
};

// A real application has a sign-in of its own, and asks in the name of whoever is signed in to it.
const people = new Map(["alice", "bob", "carol"].map((user) => [user, new Person(coedit, user)]));

const calls = {
  "/settings": async () => {
    await people.get("alice").document(name);
    return { name, url: `${coedit.replace(/^http/, "ws")}/ws/hocuspocus` };
  },
  "/ticket": async ({ searchParams }) => {
    const person = people.get(searchParams.get("user")) ?? people.get("alice");
    return { ticket: await person.ticket(name) };
  },
};

createServer(async (request, response) => {
  const url = new URL(request.url, "http://localhost");
  const answer = (status, kind, body) => response.writeHead(status, { "Content-Type": kind }).end(body);
  try {
    if (request.method === "POST" && calls[url.pathname]) {
      answer(200, "application/json", JSON.stringify(await calls[url.pathname](url)));
    } else if (files[url.pathname]) {
      answer(200, ...files[url.pathname]);
    } else {
      answer(404, "text/plain", "not here");
    }
  } catch (failure) {
    console.error(failure.message);
    answer(502, "application/json", JSON.stringify({ message: "Coedit could not be asked" }));
  }
}).listen(port, "127.0.0.1", () => console.log(`Tiptap on ${coedit}: http://localhost:${port}/?user=alice and ?user=bob`));
