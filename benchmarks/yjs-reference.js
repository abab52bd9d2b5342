'use strict';
// Plays a recorded text into real Yjs, one transaction per edit, writes the updates for the Java
// benchmark to a file (each with its length in four bytes before it), and measures Yjs on them.
//
//   node yjs-reference.js automerge-paper.json.gz paper.updates [folder of A1.v1.yjs.gz ...]
const fs = require('fs');
const zlib = require('zlib');
const path = require('path');
const Y = require(path.join(__dirname, '../plugins/crdt-yjs/src/test/node/node_modules/yjs'));

const COUNT = 10000;
const [trace, file, documents] = process.argv.slice(2);

const doc = new Y.Doc();
doc.clientID = 1234567890;
const text = doc.getText('text');
const updates = [];
doc.on('update', (update) => updates.push(update));
for (const { patches } of JSON.parse(zlib.gunzipSync(fs.readFileSync(trace))).txns) {
  doc.transact(() => {
    for (const [at, deleted, inserted] of patches) {
      if (deleted > 0) text.delete(at, deleted);
      if (inserted.length > 0) text.insert(at, inserted);
    }
  });
}
const framed = updates.flatMap((update) => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(update.length);
  return [length, update];
});
fs.writeFileSync(file, Buffer.concat(framed));

const milliseconds = (what, rounds = 5) => {
  const times = [];
  for (let i = 0; i < rounds; i++) {
    const start = process.hrtime.bigint();
    what();
    times.push(Number(process.hrtime.bigint() - start) / 1e6);
  }
  return times.sort((a, b) => a - b)[rounds >> 1];
};
const row = (name, value) => console.log(`| ${name} | ${value} |`);
const some = updates.slice(0, COUNT);
const whole = Y.encodeStateAsUpdate(doc);

row('updates', updates.length);
const applied = milliseconds(() => {
  const other = new Y.Doc();
  some.forEach((update) => Y.applyUpdate(other, update));
});
row('one update applied, of the first 10,000', `${(applied * 1000 / COUNT).toFixed(2)} µs`);
row('merge of 10,000', `${milliseconds(() => Y.mergeUpdates(some)).toFixed(0)} ms, ${Y.mergeUpdates(some).length} bytes`);
const vectors = milliseconds(() => some.forEach((update) => Y.encodeStateVectorFromUpdate(update)));
row('state vector of one update', `${(vectors * 1000 / COUNT).toFixed(2)} µs`);
row('the whole as one update', `${whole.length} bytes`);
row('the whole loaded', `${milliseconds(() => Y.applyUpdate(new Y.Doc(), whole)).toFixed(1)} ms`);
const half = new Map([[doc.clientID, Y.getState(doc.store, doc.clientID) >> 1]]);
row('the whole against half of it', `${milliseconds(() => Y.diffUpdate(whole, Y.encodeStateVector(half))).toFixed(1)} ms`);

const all = milliseconds(() => {
  const other = new Y.Doc();
  updates.forEach((update) => Y.applyUpdate(other, update));
});
row('all updates applied', `${all.toFixed(0)} ms`);
const read = () => {
  const other = new Y.Doc();
  Y.applyUpdate(other, whole);
  return other.getText('text').toString();
};
row('the whole loaded and its text read', `${milliseconds(read).toFixed(1)} ms`);
for (const name of documents ? ['A1', 'A2', 'C1', 'C2', 'S1', 'S2', 'S3'] : []) {
  const update = zlib.gunzipSync(fs.readFileSync(path.join(documents, `${name}.v1.yjs.gz`)));
  row(`${name} loaded`, `${milliseconds(() => Y.applyUpdate(new Y.Doc(), update)).toFixed(0)} ms`);
}
