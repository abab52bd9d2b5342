// Many people with the page's own client library, each with a socket, every hundred of them with one document. Prints a
// line of JSON each second: how many are online, how many have their document saved and open, and when each came online.
import { argv, stdout } from "node:process";
import { WebSocket } from "ws";

const [library, clients, cookies, ...servers] = argv.slice(2);
const { CoeditConnection, textOperation, textType } = await import(library);
const people = JSON.parse(cookies);
const documents = JSON.parse(servers.pop());

const arrivals = [];
const open = [];
const environment = (headers) => ({
  openSocket: (url, protocol) => new WebSocket(url, protocol, { headers }),
  now: () => performance.now(),
  after: (milliseconds, run) => {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
  random: Math.random,
});

for (let i = 0; i < Number(clients); i++) {
  const server = servers[i % servers.length];
  const connection = new CoeditConnection({
    url: server.replace("http", "ws") + "/ws/v1",
    fetchOperations: async () => [],
    environment: environment({ Cookie: people[i % people.length], Origin: server }),
  });
  connection.on("state", (state) => state === "online" && arrivals.push(Date.now()));
  const document = connection.open(documents[i % documents.length], textType);
  open.push({ connection, document });
  connection.connect();
}

/** One in a hundred writes a letter, each second, also while nobody answers. */
const writers = open.filter((_, i) => i % 100 === 0);
setInterval(() => {
  for (const { document } of writers) {
    if (document.status === "saved") {
      document.submit(textOperation([{ index: 0, removed: 0, insert: "x" }], document.content));
    }
  }
}, 1_000);

setInterval(() => {
  const online = open.filter(({ connection }) => connection.state === "online").length;
  const saved = open.filter(({ document }) => document.status === "saved" || document.status === "saving").length;
  stdout.write(JSON.stringify({ online, open: saved, arrivals: arrivals.splice(0) }) + "\n");
}, 1_000);
