// One person with the page's own client library, whose state of a document is spoilt, as by a fault of the library or of the
// browser's memory. Prints a line of JSON for each thing that happens.
import { argv, stdout } from "node:process";
import { WebSocket } from "ws";

const [library, server, cookie, id] = argv.slice(2);
const { CoeditConnection, textOperation, textType } = await import(library);
const say = (what) => stdout.write(JSON.stringify(what) + "\n");

const connection = new CoeditConnection({
  url: server.replace("http", "ws") + "/ws/v1",
  fetchOperations: async () => [],
  environment: {
    openSocket: (url, protocol) => new WebSocket(url, protocol, { headers: { Cookie: cookie, Origin: server } }),
    now: () => performance.now(),
    after: (milliseconds, run) => {
      const timer = setTimeout(run, milliseconds);
      return () => clearTimeout(timer);
    },
    random: Math.random,
  },
});
const document = connection.open(id, textType);
document.on("closed", (why) => say({ closed: why }));
document.on("unmerged", (edits) => say({ unmerged: edits }));
document.on("open", () => {
  say({ opened: document.content });
  // What nothing but a fault can do.
  const { edits } = document.conversation;
  edits.committed = "spoilt " + edits.committed;
  edits.local = edits.committed;
  // The next change has the library tell the server what it holds.
  document.submit(textOperation([{ index: 0, removed: 0, insert: "x" }], document.content));
  say({ spoilt: document.content });
});
document.on("change", () => say({ changed: document.content }));
document.on("status", (status) => say({ status, content: status === "saved" ? document.content : undefined }));
connection.connect();
setInterval(() => {}, 1_000);
