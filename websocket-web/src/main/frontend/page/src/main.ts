import "./trusted-types.js";
import "quill/dist/quill.snow.css";
import "quill-cursors/css";
import "./style.css";
import { CoeditConnection } from "@coedit/client";
import { api } from "./api.js";
import { h } from "./dom.js";
import { Session } from "./session.js";
import { auditView } from "./views/audit.js";
import { documentsView } from "./views/documents.js";
import { editorView } from "./views/editor.js";
import { signInsView } from "./views/sign-ins.js";
import { signInAgain, signInView } from "./views/sign-in.js";
import type { App, View } from "./views/view.js";
import { copies } from "./yjs/copies.js";
import type { YjsDocuments } from "./yjs/documents.js";
import type { Kind } from "./yjs/layout.js";

const place = document.getElementById("app")!;
const session = new Session();
const socketUrl = new URL("ws/v1", document.baseURI);
socketUrl.protocol = socketUrl.protocol === "https:" ? "wss:" : "ws:";
socketUrl.hash = "";

const connection = new CoeditConnection({
  url: socketUrl.href,
  fetchOperations: (id, from, to) => session.with(() => api.operations(id, from, to)),
  prepare: async (refused) => ((await session.fresh(refused)) ? socketUrl.href : "signed-out"),
});

let yjs: Promise<YjsDocuments> | undefined;

const app: App = {
  session,
  connection,
  yjs: () => (yjs ??= startYjs()),
  go: (hash) => {
    location.hash = hash;
  },
};

/** From the first document on that works offline, the page does. */
async function startYjs(): Promise<YjsDocuments> {
  navigator.serviceWorker?.register("worker.js").catch(() => undefined);
  const { YjsDocuments } = await import("./yjs/documents.js");
  return new YjsDocuments(session);
}

let view: View | undefined;

function show(): void {
  view?.leave();
  const [, id, wanted] = /^#\/d\/([A-Za-z0-9-]{1,64})(?:\/(richtext|text))?$/.exec(location.hash) ?? [];
  if (wanted !== undefined) {
    // Said once, by who makes the document: the address that is passed on is the document's alone.
    history.replaceState(null, "", `#/d/${id}`);
  }
  view = id === undefined ? listView() : editorView(app, id, wanted as Kind | undefined);
  place.replaceChildren(view.element);
}

function listView(): View {
  switch (location.hash) {
    case "#/sign-ins":
      return signInsView(app, false);
    case "#/all-sign-ins":
      return signInsView(app, true);
    case "#/audit":
      return auditView(app);
    default:
      return documentsView(app);
  }
}

function signedIn(): void {
  const again = (): void => {
    connection.connect();
    void yjs?.then((documents) => documents.probe());
  };
  void copies.removeOthers(session.user);
  connection.connect();
  session.onEnd = () => signInAgain(session, again);
  session.onOther(() => location.reload());
  addEventListener("hashchange", show);
  show();
}

connection.on("state", (state) => {
  if (state === "online" && copies.of(session.user ?? "").some(({ user, id }) => copies.hasUnsent(user, id))) {
    void app.yjs().then((documents) => documents.sendUnsent());
  }
  if (state === "outdated") {
    const reload = h("button", { class: "primary", type: "button", onclick: () => location.reload() }, "Reload");
    document.getElementById("notices")?.append(h("div", { class: "notice" }, "Coedit has changed on the server.", reload));
  }
});
function probe(): void {
  connection.probe();
  void yjs?.then((documents) => documents.probe());
}

addEventListener("online", probe);
addEventListener("offline", probe);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") {
    probe();
  }
});

async function start(): Promise<void> {
  document.body.append(
    h("div", { id: "announcements", class: "unseen", role: "status", "aria-live": "polite" }),
    h("div", { id: "notices", role: "alert" }),
  );
  if (await session.restore().catch(() => false)) {
    signedIn();
  } else {
    void copies.removeOthers(undefined);
    place.replaceChildren(signInView(session, signedIn));
    document.getElementById("user")?.focus();
  }
}

void start();
