'use strict';
// Real Yjs for UpdateReferenceTest: reads one question per line, answers in one or more lines.
// Updates are written in hexadecimal.
const Y = require('yjs');
const readline = require('readline');

const bytes = (hex) => Uint8Array.from(Buffer.from(hex, 'hex'));
const hex = (array) => Buffer.from(array).toString('hex');

const randomNumbers = (seed) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};

const texts = ['a', 'bc', 'Hello ', 'ü', '😀', '漢字', 'x😀y', '👨‍👩‍👧', '\n', 'longer text with words'];

function author(next) {
  const below = (n) => Math.floor(next() * n);
  const pick = (list) => list[below(list.length)];
  const value = (depth) => pick([
    () => below(1000), () => -below(100000), () => next(), () => 1.5, () => 2147483648, () => -0,
    () => Number.MAX_SAFE_INTEGER, () => pick(texts), () => true, () => false, () => null,
    () => new Uint8Array([1, 2, below(256)]), () => ({ k: below(9), n: [1, { m: null }] }),
    () => (depth > 0 ? [value(depth - 1), value(depth - 1)] : []),
  ])();
  const type = () => pick([
    () => new Y.Text(pick(texts)), () => Y.Array.from([1, 2]), () => new Y.Map([['z', 1]]),
    () => new Y.Doc({ guid: 'guid' + below(1000), meta: { n: below(5) } }),
  ])();
  const formats = () => pick([{ bold: true }, { bold: null }, { color: 'red' }, { link: { href: 'h' } }]);

  const text = (t) => {
    const at = below(t.length + 1);
    pick([
      () => t.insert(at, pick(texts)), () => t.insert(at, pick(texts)),
      () => t.insert(at, pick(texts), formats()),
      () => t.delete(at, below(Math.min(4, t.length - at + 1))),
      () => t.format(at, below(t.length - at + 1), formats()),
      () => t.insertEmbed(at, { image: 'i' + below(9) }),
    ])();
  };
  const array = (a) => {
    const at = below(a.length + 1);
    pick([
      () => a.insert(at, [value(1), value(1)]), () => a.insert(at, [type()]), () => a.insert(at, [value(2)]),
      () => a.delete(at, below(Math.min(3, a.length - at + 1))),
    ])();
  };
  const map = (m) => {
    const key = 'k' + below(4);
    pick([
      () => m.set(key, value(2)), () => m.set(key, undefined), () => m.set(key, 123456789012345678n),
      () => m.set(key, type()), () => m.delete(key),
    ])();
  };
  const xml = (x) => {
    const at = below(x.length + 1);
    pick([
      () => x.insert(at, [new Y.XmlElement(pick(['p', 'div']))]),
      () => x.insert(at, [new Y.XmlText(pick(texts))]), () => x.insert(at, [new Y.XmlHook('hook')]),
      () => x.delete(at, below(Math.min(2, x.length - at + 1))),
    ])();
  };
  const any = (t, depth = 0) => {
    if (depth < 3 && next() < 0.4) {
      const inner = [];
      t.forEach?.((v) => { if (v instanceof Y.AbstractType) inner.push(v); });
      if (t instanceof Y.XmlFragment) inner.push(...t.toArray().filter((v) => v instanceof Y.AbstractType));
      if (inner.length > 0) return any(pick(inner), depth + 1);
    }
    if (t instanceof Y.XmlElement && next() < 0.3) return t.setAttribute('a' + below(3), pick(texts));
    if (t instanceof Y.XmlFragment) return xml(t);
    if (t instanceof Y.Text) return text(t);
    if (t instanceof Y.Array) return array(t);
    if (t instanceof Y.Map) return map(t);
  };
  return { below, pick, edit: (doc) => any(pick([doc.getText('t'), doc.getText('t'), doc.getText('p'),
    doc.getArray('a'), doc.getMap('m'), doc.getXmlFragment('x')])) };
}

/**
 * A random history of several people; answers the updates their editors sent, oldest first. At the
 * end one of them may send a whole state, in which deleted content is collected already.
 */
function history(seed, people, steps, wholeStates) {
  const next = randomNumbers(seed);
  const { below, pick, edit } = author(next);
  const sent = [];
  const docs = [];
  for (let i = 0; i < people; i++) {
    const doc = new Y.Doc({ gc: next() < 0.7 });
    doc.clientID = next() < 0.1 ? 2 ** 40 + below(1e9) : below(2 ** 32);
    doc.seen = 0;
    doc.on('update', (update, origin, d, transaction) => {
      if (origin !== 'remote') sent.push(update);
    });
    docs.push(doc);
  }
  for (let s = 0; s < steps; s++) {
    const doc = pick(docs);
    if (next() < 0.3) {
      const to = doc.seen + below(sent.length - doc.seen + 1);
      if (next() < 0.5) {
        for (; doc.seen < to; doc.seen++) Y.applyUpdate(doc, sent[doc.seen], 'remote');
      } else if (to > doc.seen) {
        Y.applyUpdate(doc, Y.mergeUpdates(sent.slice(doc.seen, to)), 'remote');
        doc.seen = to;
      }
    } else if (next() < 0.25) {
      doc.transact(() => { edit(doc); edit(doc); edit(doc); });
    } else {
      edit(doc);
    }
  }
  const left = wholeStates && next() < 0.3 ? [Y.encodeStateAsUpdate(pick(docs))] : [];
  return [...sent, ...left];
}

/** What one person types: bursts here and there, some of it taken back. */
function typing(seed, count) {
  const next = randomNumbers(seed);
  const doc = new Y.Doc();
  doc.clientID = 1234567890;
  const text = doc.getText('t');
  const sent = [];
  doc.on('update', (update) => sent.push(update));
  for (let at = 0; sent.length < count;) {
    if (next() < 0.02) at = Math.floor(next() * (text.length + 1));
    if (next() < 0.2 && at > 0) text.delete(--at, 1);
    else text.insert(at++, 'abcdefghij '[Math.floor(next() * 11)]);
  }
  return [Y.encodeStateAsUpdate(doc), ...sent];
}

const sorted = (v) => {
  if (v instanceof Uint8Array) return { bytes: hex(v) };
  if (typeof v === 'bigint') return { big: v.toString() };
  if (Object.is(v, -0)) return '-0';
  if (v === undefined) return 'undefined';
  if (v instanceof Y.Doc) return { guid: v.guid, meta: v.meta };
  if (Array.isArray(v)) return v.map(sorted);
  if (v instanceof Y.AbstractType) return content(v);
  if (v !== null && typeof v === 'object') {
    return Object.fromEntries(Object.keys(v).sort().map((k) => [k, sorted(v[k])]));
  }
  return v;
};

function delta(t) {
  const joined = [];
  for (const op of t.toDelta()) {
    const last = joined[joined.length - 1];
    const attributes = JSON.stringify(sorted(op.attributes ?? {}));
    if (last && typeof op.insert === 'string' && typeof last.insert === 'string' && last.attributes === attributes) {
      last.insert += op.insert;
    } else {
      joined.push({ insert: sorted(op.insert), attributes });
    }
  }
  return joined;
}

function content(t) {
  if (t instanceof Y.XmlHook) return { hook: t.hookName };
  if (t instanceof Y.XmlElement) return { name: t.nodeName, attributes: sorted(t.getAttributes()), inner: t.toArray().map(content) };
  if (t instanceof Y.XmlFragment) return t.toArray().map(content);
  if (t instanceof Y.Text) return { length: t.length, delta: delta(t) };
  if (t instanceof Y.Array) return t.toArray().map(sorted);
  if (t instanceof Y.Map) return sorted(Object.fromEntries(t.entries()));
  return null;
}

const summary = (doc) => JSON.stringify([content(doc.getText('t')), content(doc.getText('p')),
  content(doc.getArray('a')), content(doc.getMap('m')), content(doc.getXmlFragment('x'))]);

const waits = (doc) => (doc.store.pendingStructs === null && doc.store.pendingDs === null ? 'complete' : 'waits');

const answers = {
  history: (seed, people, steps, states) => {
    const updates = history(Number(seed), Number(people), Number(steps), states === 'states');
    return [String(updates.length), ...updates.map(hex)];
  },
  typing: (seed, count) => {
    const updates = typing(Number(seed), Number(count));
    return [String(updates.length), ...updates.map(hex)];
  },
  // One document that gets these updates in turn: its state vector after each, then what it is.
  load: (...updates) => {
    const doc = new Y.Doc();
    const vectors = updates.map((update) => {
      Y.applyUpdate(doc, bytes(update));
      return hex(Y.encodeStateVector(doc));
    });
    return [vectors.join(' '), waits(doc) + ' ' + summary(doc)];
  },
  merge: (...updates) => [hex(Y.mergeUpdates(updates.map(bytes)))],
  diff: (update, vector) => [hex(Y.diffUpdate(bytes(update), bytes(vector)))],
  vector: (update) => [hex(Y.encodeStateVectorFromUpdate(bytes(update)))],
  // A snapshot taken when so many updates had come; the whole; and what the snapshot shows of it.
  snapshot: (had, ...updates) => {
    const doc = new Y.Doc({ gc: false });
    updates.slice(0, Number(had)).forEach((update) => Y.applyUpdate(doc, bytes(update)));
    const snapshot = Y.snapshot(doc);
    updates.forEach((update) => Y.applyUpdate(doc, bytes(update)));
    const past = Y.createDocFromSnapshot(doc, snapshot);
    return [hex(Y.encodeSnapshot(snapshot)), hex(Y.encodeStateAsUpdate(doc)), waits(past) + ' ' + summary(past)];
  },
  v2: (update) => [hex(Y.convertUpdateFormatV1ToV2(bytes(update)))],
  v1: (update) => [hex(Y.convertUpdateFormatV2ToV1(bytes(update)))],
};

readline.createInterface({ input: process.stdin }).on('line', (line) => {
  const [question, ...rest] = line.split(' ');
  process.stdout.write(answers[question](...rest).join('\n') + '\n');
});
