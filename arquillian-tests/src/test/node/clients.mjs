// Unmodified clients of the Yjs ecosystem, driven by the system tests: one command per line of input as JSON, one
// answer per line of output.
import { createInterface } from "node:readline";
import { WebSocket } from "ws";
import * as Y from "yjs";

const clients = new Map();
const libraries = new Map();

const load = async (library) => {
  if (!libraries.has(library)) {
    libraries.set(library, await import(library));
  }
  return libraries.get(library);
};

/** A socket with the headers a browser would send. */
const socketWith = (headers) =>
  class extends WebSocket {
    constructor(url, protocols) {
      super(url, protocols, { headers });
    }
  };

const common = (command) => {
  const state = { doc: new Y.Doc(), events: [], denied: [], closes: [] };
  const headers = {};
  if (command.cookie) {
    headers.Cookie = command.cookie;
    headers.Origin = command.origin;
  }
  state.Socket = socketWith(headers);
  return state;
};

const openYWebsocket = async (command) => {
  const { WebsocketProvider } = await load(command.library);
  const state = common(command);
  const provider = new WebsocketProvider(command.server.replace("http", "ws") + "/ws/yjs", command.document, state.doc, {
    WebSocketPolyfill: state.Socket,
    disableBc: true,
    params: command.ticket ? { ticket: command.ticket } : {},
  });
  provider.on("sync", (synced) => state.events.push(synced ? "synced" : "unsynced"));
  provider.on("connection-close", (event) => state.closes.push(event?.code ?? 0));
  provider.on("closed", () => state.events.push("closed for good"));
  return {
    ...state,
    provider,
    connected: () => provider.wsconnected,
    synced: () => provider.synced,
    unsaved: () => 0,
    drop: () => provider.ws?.terminate(),
    close: () => provider.destroy(),
  };
};

const openHocuspocus = async (command) => {
  const { HocuspocusProvider, HocuspocusProviderWebsocket } = await load(command.library);
  const state = common(command);
  const socket = new HocuspocusProviderWebsocket({
    url: command.server.replace("http", "ws") + "/ws/hocuspocus",
    WebSocketPolyfill: state.Socket,
    delay: 200,
    minDelay: 100,
    maxDelay: 1000,
  });
  const provider = new HocuspocusProvider({
    websocketProvider: socket,
    name: command.document,
    document: state.doc,
    ...(command.token === undefined ? {} : { token: command.token }),
    onSynced: () => state.events.push("synced"),
    onAuthenticated: (data) => state.events.push("authenticated " + (data?.scope ?? provider.authorizedScope)),
    onAuthenticationFailed: ({ reason }) => state.denied.push(reason),
  });
  provider.attach?.();
  socket.on("close", ({ event }) => state.closes.push(event?.code ?? 0));
  return {
    ...state,
    provider,
    connected: () => socket.status === "connected",
    synced: () => provider.synced ?? provider.isSynced,
    unsaved: () => provider.unsyncedChanges,
    drop: () => socket.webSocket?.terminate(),
    close: () => {
      provider.destroy();
      socket.destroy();
    },
  };
};

const commands = {
  async open(command) {
    const open = command.library.startsWith("hocuspocus") ? openHocuspocus : openYWebsocket;
    clients.set(command.name, await open(command));
    return {};
  },
  insert({ name, index, text }) {
    const shared = clients.get(name).doc.getText("text");
    shared.insert(Math.min(index, shared.length), text);
    return {};
  },
  remove({ name, index, length }) {
    clients.get(name).doc.getText("text").delete(index, length);
    return {};
  },
  state({ name }) {
    const { doc, events, denied, closes, provider, connected, synced, unsaved } = clients.get(name);
    return {
      text: doc.getText("text").toString(),
      connected: connected(),
      synced: Boolean(synced()),
      unsaved: unsaved(),
      hash: Buffer.from(Y.encodeStateVector(doc)).toString("hex"),
      people: [...provider.awareness.getStates().values()].map((each) => each.user ?? "").filter((user) => user !== ""),
      events,
      denied,
      closes,
    };
  },
  present({ name, user }) {
    clients.get(name).provider.awareness.setLocalStateField("user", user);
    return {};
  },
  drop({ name }) {
    clients.get(name).drop();
    return {};
  },
  close({ name }) {
    clients.get(name).close();
    clients.delete(name);
    return {};
  },
  // A bare socket that sends frames no library would, and tells how it was closed.
  async raw({ server, path, cookie, origin, frames, text }) {
    const socket = new WebSocket(server.replace("http", "ws") + path, { headers: cookie ? { Cookie: cookie, Origin: origin } : {} });
    return await new Promise((resolve) => {
      socket.on("open", () => {
        for (const frame of frames ?? []) {
          socket.send(Buffer.from(frame, "hex"));
        }
        if (text !== undefined) {
          socket.send(text);
        }
      });
      socket.on("unexpected-response", (_request, response) => resolve({ status: response.statusCode }));
      socket.on("error", () => resolve({ code: 1006 }));
      socket.on("close", (code) => resolve({ code }));
    });
  },
};

console.log = console.warn = console.error = (...words) => process.stderr.write(words.join(" ") + "\n");
process.on("uncaughtException", (failure) => process.stderr.write(`uncaught: ${failure.stack}\n`));
process.on("unhandledRejection", (failure) => process.stderr.write(`unhandled: ${failure?.stack ?? failure}\n`));

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  let answer;
  try {
    answer = await commands[command.do](command);
  } catch (failure) {
    answer = { failure: String(failure?.stack ?? failure) };
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
}
process.exit(0);
