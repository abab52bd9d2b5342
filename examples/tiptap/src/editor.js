// A stock Tiptap editor over an unmodified Hocuspocus provider. All that is Coedit's own is where the token comes from.
import { HocuspocusProvider } from "@hocuspocus/provider";
import { Editor } from "@tiptap/core";
import Collaboration from "@tiptap/extension-collaboration";
import CollaborationCaret from "@tiptap/extension-collaboration-caret";
import StarterKit from "@tiptap/starter-kit";

const COLOURS = { alice: "#2563eb", bob: "#c2410c", carol: "#15803d" };
const user = new URLSearchParams(location.search).get("user") ?? "alice";
const place = (id) => document.getElementById(id);

const post = async (path) => (await fetch(path, { method: "POST" })).json();
const { url, name } = await post("settings");

// A ticket is good once and for 30 seconds: the provider asks for one whenever it connects.
const provider = new HocuspocusProvider({ url, name, token: async () => (await post(`ticket?user=${user}`)).ticket });

const editor = new Editor({
  element: place("editor"),
  extensions: [
    StarterKit.configure({ undoRedo: false }),
    Collaboration.configure({ document: provider.document }),
    CollaborationCaret.configure({ provider, user: { name: user, color: COLOURS[user] ?? "#6d28d9" } }),
  ],
});

// The server acknowledges an update when its database has it.
const showStatus = () => {
  const status = !provider.synced ? "Offline" : provider.hasUnsyncedChanges ? "Saving…" : "Saved";
  place("status").textContent = provider.authorizedScope === "readonly" ? `${status}, read only` : status;
};
["synced", "unsyncedChanges", "close", "authenticated"].forEach((event) => provider.on(event, showStatus));
provider.on("authenticated", ({ scope }) => editor.setEditable(scope !== "readonly"));
provider.on("authenticationFailed", ({ reason }) => (place("status").textContent = `Not let in: ${reason}`));

place("user").textContent = user;
for (const button of document.querySelectorAll("button[data-command]")) {
  const { command, level } = button.dataset;
  button.addEventListener("click", () => editor.chain().focus()[command](level && { level: Number(level) }).run());
}
