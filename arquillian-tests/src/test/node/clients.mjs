// Unmodified clients of the Yjs ecosystem, driven by the system tests: one command per line of input as JSON, one
// answer per line of output.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { gunzipSync } from "node:zlib";
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

/** A socket with the headers a browser would send, which counts what it is sent. */
const socketWith = (headers, state) =>
  class extends WebSocket {
    constructor(url, protocols) {
      super(url, protocols, { headers });
      this.on("message", (data) => (state.received += data.byteLength));
    }
  };

const pause = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

const until = async (condition) => {
  while (!condition()) {
    await pause(1);
  }
};

const common = (command) => {
  const state = { doc: new Y.Doc(), events: [], denied: [], closes: [], said: [], received: 0, typed: [] };
  const headers = {};
  if (command.cookie) {
    headers.Cookie = command.cookie;
    headers.Origin = command.origin;
  }
  state.headers = headers;
  state.Socket = socketWith(headers, state);
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
  return Object.assign(state, {
    provider,
    connected: () => provider.wsconnected,
    synced: () => provider.synced,
    unsaved: () => 0,
    drop: () => provider.ws?.terminate(),
    close: () => provider.destroy(),
  });
};

const openHocuspocus = async (command) => {
  const { HocuspocusProvider, HocuspocusProviderWebsocket } = await load(command.library);
  const state = common(command);
  const socket =
    command.beside === undefined
      ? new HocuspocusProviderWebsocket({
          url: command.server.replace("http", "ws") + "/ws/hocuspocus",
          WebSocketPolyfill: state.Socket,
          delay: 200,
          minDelay: 100,
          maxDelay: 1000,
        })
      : clients.get(command.beside).socket;
  const provider = new HocuspocusProvider({
    websocketProvider: socket,
    name: command.document,
    document: state.doc,
    ...(command.token === undefined ? {} : { token: command.token }),
    onStateless: ({ payload }) => state.said.push(payload),
    onSynced: () => state.events.push("synced"),
    onAuthenticated: (data) => state.events.push("authenticated " + (data?.scope ?? provider.authorizedScope)),
    onAuthenticationFailed: ({ reason }) => state.denied.push(reason),
  });
  provider.attach?.();
  socket.on("close", ({ event }) => state.closes.push(event?.code ?? 0));
  return Object.assign(state, {
    provider,
    socket,
    connected: () => socket.status === "connected",
    synced: () => provider.synced ?? provider.isSynced,
    unsaved: () => provider.unsyncedChanges,
    drop: () => socket.webSocket?.terminate(),
    close: () => {
      provider.destroy();
      if (command.beside === undefined) {
        socket.destroy();
      }
    },
  });
};

const opened = (command) =>
  command.library.startsWith("hocuspocus") ? openHocuspocus(command) : openYWebsocket(command);

const commands = {
  async open(command) {
    clients.set(command.name, await opened(command));
    return {};
  },
  /** Shows another sign-in from the next connection on. */
  sign({ name, cookie }) {
    clients.get(name).headers.Cookie = cookie;
    return {};
  },
  /** Opens a document, and tells how long it took until it was there, and how many bytes. */
  async opening(command) {
    await load(command.library);
    const from = process.hrtime.bigint();
    const client = await opened(command);
    await until(() => client.synced());
    const micros = Number((process.hrtime.bigint() - from) / 1000n);
    client.close();
    return { micros, received: client.received };
  },
  /** Types tokens of its own between those of others, so that each stays whole, until it rests. */
  type({ name, every }) {
    const client = clients.get(name);
    const shared = client.doc.getText("text");
    client.typing = setInterval(() => {
      const text = shared.toString();
      const token = `<${name}.${client.typed.length}>`;
      shared.insert(text.length === 0 ? 0 : text.indexOf(">", Math.floor(Math.random() * text.length)) + 1, token);
      client.typed.push(token);
    }, every);
    return {};
  },
  rest({ name }) {
    clearInterval(clients.get(name).typing);
    return { typed: clients.get(name).typed };
  },
  /** Types a word and takes it back, again and again, so many keystrokes, a transaction each. */
  async hammer({ name, keystrokes }) {
    const { doc, unsaved } = clients.get(name);
    const shared = doc.getText("text");
    for (let i = 0; i < keystrokes; i++) {
      const at = i % 128;
      if (at < 64) {
        shared.insert(at, "a");
      } else {
        shared.delete(127 - at, 1);
      }
      if (i % 64 === 0) {
        await until(() => unsaved() < 512);
      }
    }
    return {};
  },
  /** Repeats what somebody typed, as many edits a transaction as somebody fast would make. */
  async play({ name, file, edits, batch }) {
    const { doc } = clients.get(name);
    const shared = doc.getText("text");
    const trace = JSON.parse(gunzipSync(readFileSync(file)));
    const patches = trace.txns.flatMap((transaction) => transaction.patches).slice(0, edits);
    for (let at = 0; at < patches.length; at += batch) {
      doc.transact(() => {
        for (const [place, deleted, inserted] of patches.slice(at, at + batch)) {
          shared.delete(place, deleted);
          shared.insert(place, inserted);
        }
      });
      if (at % 16 === 0) {
        await pause(5);
      }
    }
    return { edits: patches.length, whole: edits >= trace.txns.length, end: trace.endContent };
  },
  /** How long the one's keystrokes take to the other, in milliseconds. */
  async pushed({ name, reader, times }) {
    const writer = clients.get(name).doc.getText("text");
    const read = clients.get(reader).doc.getText("text");
    const millis = [];
    for (let i = 0; i < times; i++) {
      const length = read.length;
      const from = process.hrtime.bigint();
      writer.insert(0, "x");
      await until(() => read.length > length);
      millis.push(Number(process.hrtime.bigint() - from) / 1e6);
    }
    return { millis };
  },
  stateless({ name, payload }) {
    clients.get(name).provider.sendStateless(payload);
    return {};
  },
  insert({ name, index, text }) {
    const shared = clients.get(name).doc.getText("text");
    shared.insert(Math.min(index, shared.length), text);
    return {};
  },
  // A paragraph at the end of what ProseMirror's and Tiptap's editors call a document.
  write({ name, text }) {
    const { doc } = clients.get(name);
    const paragraph = new Y.XmlElement("paragraph");
    paragraph.insert(0, [new Y.XmlText(text)]);
    doc.getXmlFragment("default").push([paragraph]);
    return {};
  },
  written({ name }) {
    return { text: clients.get(name).doc.getXmlFragment("default").toString() };
  },
  remove({ name, index, length }) {
    clients.get(name).doc.getText("text").delete(index, length);
    return {};
  },
  state({ name }) {
    const { doc, events, denied, closes, said, provider, connected, synced, unsaved } = clients.get(name);
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
      said,
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
  // One that stays open is looked at for a moment, and what it was sent is told.
  async raw({ server, path, cookie, origin, frames, text, moment }) {
    const said = [];
    const socket = new WebSocket(server.replace("http", "ws") + path, { headers: cookie ? { Cookie: cookie, Origin: origin } : {} });
    return await new Promise((resolve) => {
      socket.on("message", (data) => said.push(data.toString("hex")));
      socket.on("open", () => {
        if (moment !== undefined) {
          setTimeout(() => (resolve({ code: 0, said }), socket.terminate()), moment);
        }
        for (const frame of frames ?? []) {
          socket.send(Buffer.from(frame, "hex"));
        }
        if (text !== undefined) {
          socket.send(text);
        }
      });
      socket.on("unexpected-response", (_request, response) => resolve({ status: response.statusCode }));
      socket.on("error", () => resolve({ code: 1006 }));
      socket.on("close", (code) => resolve({ code, said }));
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
