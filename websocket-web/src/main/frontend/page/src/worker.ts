/**
 * Keeps the files of the page, so that it opens without a connection too; what is in documents is no business of it. The
 * page itself comes from the server as long as that answers. A new build is a new worker, with files of its own; it takes
 * over when no window shows the old page any more.
 */
declare const FILES: readonly string[];
declare const BUILD: string;

interface Lifetime extends Event {
  waitUntil(done: Promise<unknown>): void;
}

interface Fetching extends Lifetime {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

const CACHE = `coedit-page-${BUILD}`;
const PAGE = "./";

addEventListener("install", (event) => (event as Lifetime).waitUntil(keepFiles()));
addEventListener("activate", (event) => (event as Lifetime).waitUntil(forgetOtherBuilds()));
addEventListener("fetch", (event) => {
  const { request } = event as Fetching;
  if (request.mode === "navigate") {
    (event as Fetching).respondWith(pageFor(request));
  } else if (request.method === "GET" && new URL(request.url).pathname.includes("/assets/")) {
    (event as Fetching).respondWith(caches.match(request).then((kept) => kept ?? fetch(request)));
  }
});

async function keepFiles(): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.addAll([PAGE, ...FILES]);
}

async function forgetOtherBuilds(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
}

async function pageFor(request: Request): Promise<Response> {
  try {
    const answer = await fetch(request);
    if (answer.status < 500) {
      return answer;
    }
  } catch {
    // No connection: the kept page is what there is.
  }
  return (await caches.match(PAGE)) ?? Response.error();
}

export {};
