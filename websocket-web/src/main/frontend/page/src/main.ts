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

const app: App = {
  session,
  connection,
  go: (hash) => {
    location.hash = hash;
  },
};

let view: View | undefined;

function show(): void {
  view?.leave();
  const id = /^#\/d\/([A-Za-z0-9-]{1,64})$/.exec(location.hash)?.[1];
  view = id === undefined ? listView() : editorView(app, id);
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
  connection.connect();
  session.onEnd = () =>
    signInAgain(session, () => {
      connection.connect();
    });
  addEventListener("hashchange", show);
  show();
}

connection.on("state", (state) => {
  if (state === "outdated") {
    const reload = h("button", { class: "primary", type: "button", onclick: () => location.reload() }, "Reload");
    document.getElementById("notices")?.append(h("div", { class: "notice" }, "Coedit has changed on the server.", reload));
  }
});
addEventListener("online", () => connection.probe());
addEventListener("offline", () => connection.probe());
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") {
    connection.probe();
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
    place.replaceChildren(signInView(session, signedIn));
    document.getElementById("user")?.focus();
  }
}

void start();
