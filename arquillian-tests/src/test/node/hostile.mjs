// What programs that check nothing put into documents and say of themselves. One order as JSON on the standard input;
// ends when it is done.
import { text } from "node:stream/consumers";
import { WebSocket } from "ws";
import { WebsocketProvider } from "y-websocket-3";
import * as Y from "yjs";

const AT_ONCE = 20;
const SHOWN_MILLIS = 250;

const order = JSON.parse(await text(process.stdin));
const address = order.server.replace("http", "ws");
const pause = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

const socketOf = (token) =>
  class extends WebSocket {
    constructor(url, protocols) {
      super(url, protocols, { headers: { Authorization: `Bearer ${token}` } });
    }
  };

const opened = async (token) => {
  const doc = new Y.Doc();
  const provider = new WebsocketProvider(`${address}/ws/yjs`, order.document, doc, { WebSocketPolyfill: socketOf(token), disableBc: true });
  await new Promise((resolve) => provider.once("sync", resolve));
  return { doc, provider };
};

/** Each payload as text, in every format, and as everything that can be embedded. */
const paint = async () => {
  const { doc } = await opened(order.people[0].token);
  const shared = doc.getText("text");
  doc.transact(() => {
    doc.getMap("coedit").set("editor", "richtext");
    for (const { payload } of order.people) {
      for (const format of ["link", "color", "background", "font", "size", "header", "list", "align", "code-block", "onclick", "style", payload]) {
        shared.insert(shared.length, "x", { [format]: payload });
      }
      for (const kind of ["image", "video", "formula", "divider", "iframe", "script", payload]) {
        shared.insertEmbed(shared.length, { [kind]: payload });
      }
      shared.insert(shared.length, payload, {});
    }
    shared.insert(shared.length, "\nthe end\n", {});
  });
  await pause(500);
};

/** Each is there for a moment, with a caret; the payload is wherever a client may say something. */
const present = async ({ token, payload }) => {
  const socket = new (socketOf(token))(`${address}/ws/v1`, "coedit.v1.json");
  const states = [
    { cursor: { index: payload, length: payload }, name: payload },
    { cursor: payload, [payload]: payload },
    { cursor: { index: 0, length: 0 }, name: payload, user: payload, color: payload, r: payload },
    { cursor: { index: 0, length: 0 }, name: payload, user: payload, color: payload },
  ];
  socket.on("error", () => {});
  socket.on("message", (data) => {
    for (const message of [JSON.parse(data)].flat()) {
      if (message.t === "welcome") {
        socket.send(JSON.stringify({ t: "join", d: order.document }));
      } else if (message.t === "joined") {
        states.forEach((state) => socket.send(JSON.stringify({ t: "presence", d: order.document, state: { ...state, r: message.head } })));
      }
    }
  });
  await pause(3 * SHOWN_MILLIS);
  socket.close();
};

const everybodyIsPresent = async () => {
  for (let i = 0; i < order.people.length; i += AT_ONCE) {
    await Promise.all(order.people.slice(i, i + AT_ONCE).map(present));
  }
};

/** A few sockets, each of which says it is one after the other. */
const aware = async () => {
  const sockets = await Promise.all(order.people.slice(0, AT_ONCE).map(({ token }) => opened(token)));
  for (let i = 0; i < order.people.length; i += AT_ONCE) {
    order.people.slice(i, i + AT_ONCE).forEach(({ payload }, n) => {
      const { doc, provider } = sockets[n];
      const place = Y.createRelativePositionFromTypeIndex(doc.getText("text"), 0);
      const user = { name: payload, id: payload, color: payload, colorLight: payload, [payload]: payload };
      provider.awareness.setLocalState({ user, name: payload, cursor: { anchor: place, head: place } });
    });
    await pause(SHOWN_MILLIS);
    // A caret keeps the name it was drawn with.
    sockets.forEach(({ provider }) => provider.awareness.setLocalStateField("cursor", null));
    await pause(SHOWN_MILLIS / 2);
  }
  for (const { payload } of order.people) {
    sockets[0].provider.awareness.setLocalState({ user: payload, cursor: { anchor: payload, head: { [payload]: payload, item: payload, tname: payload } } });
  }
  await pause(SHOWN_MILLIS);
};

console.log = console.warn = console.error = (...words) => process.stderr.write(words.join(" ") + "\n");
await { paint, present: everybodyIsPresent, aware }[order.do]();
process.exit(0);
