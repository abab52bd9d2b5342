// Answers questions about what real Yjs makes of updates, one line each. See OpenOracle.java.
'use strict'

const Y = require('yjs')
console.log = console.error // answers alone go to the standard output
const { Random, history } = require('./histories.js')

// A server integrates and makes no edits of its own: no clean-up of format marks in these documents.
const observe = Y.Text.prototype._callObserver
Y.Text.prototype._callObserver = function (transaction, keys) {
  observe.call(this, transaction, keys)
  if (transaction.doc.isServer) transaction._needFormattingCleanup = false
}

const server = gc => {
  const doc = new Y.Doc({ gc })
  doc.isServer = true
  return doc
}

const shuffle = (random, list) => {
  for (let i = list.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [list[i], list[j]] = [list[j], list[i]]
  }
  return list
}

/** The updates as a network may deliver them. */
const deliver = (random, updates, mode) => {
  switch (mode) {
    case 'causal': return updates
    case 'shuffled': return shuffle(random, [...updates])
    case 'reversed': return [...updates].reverse()
    case 'doubled': return shuffle(random, [...updates, ...updates.filter(() => random.below(2) === 0)])
    case 'merged': {
      const groups = []
      for (const update of random.below(2) === 0 ? updates : shuffle(random, [...updates])) {
        if (groups.length > 0 && random.below(3) > 0) groups[groups.length - 1].push(update)
        else groups.push([update])
      }
      return groups.map(group => Y.mergeUpdates(group))
    }
    case 'cut': {
      const doc = server(false)
      const vectors = [undefined]
      for (const update of updates) {
        Y.applyUpdate(doc, update)
        if (random.below(4) === 0) vectors.push(Y.encodeStateVector(doc))
      }
      return shuffle(random, vectors.map(vector => Y.encodeStateAsUpdate(doc, vector)))
    }
    case 'whole': {
      const doc = server(random.below(2) === 0)
      updates.forEach(update => Y.applyUpdate(doc, update))
      return [Y.encodeStateAsUpdate(doc)]
    }
    case 'incomplete': return shuffle(random, updates.filter(() => random.below(8) > 0))
  }
  throw new Error('no such mode: ' + mode)
}

const base64 = bytes => Buffer.from(bytes).toString('base64')
const bytes = text => new Uint8Array(Buffer.from(text, 'base64'))

const plain = value => {
  if (value instanceof Y.AbstractType) return { type: value.constructor.name, content: tree(value) }
  if (value instanceof Y.Doc) return { guid: value.guid }
  if (value instanceof Uint8Array) return { bytes: base64(value) }
  if (typeof value === 'bigint') return { bigint: String(value) }
  if (Object.is(value, -0)) return { minus: 0 }
  if (value === undefined) return { undefined: true }
  if (Array.isArray(value)) return value.map(plain)
  if (value !== null && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, plain(v)]))
  return value
}

const attributes = type => {
  const found = {}
  for (const key of [...type._map.keys()].sort()) {
    const item = type._map.get(key)
    if (!item.deleted) found[key] = plain(item.content.getContent()[item.length - 1])
  }
  return found
}

/** Everything a reader can see of a type, deep. */
const tree = type => ({
  name: type.nodeName,
  keys: attributes(type),
  list: type instanceof Y.Text ? type.toDelta().map(piece => ({ insert: plain(piece.insert), attributes: sorted(piece.attributes) })) : plain(children(type))
})

const sorted = object => object && Object.fromEntries(Object.entries(object).sort(([a], [b]) => a < b ? -1 : 1))

const children = type => {
  const found = []
  for (let item = type._start; item !== null; item = item.right) {
    if (!item.deleted && item.countable) found.push(...item.content.getContent())
  }
  return found
}

/** The structs as they are, so that a difference shows where it begins. */
const structs = doc => {
  const lines = []
  const clients = [...doc.store.clients.keys()].sort((a, b) => a - b)
  for (const client of clients) {
    let deletedUntil = -1
    for (const struct of doc.store.clients.get(client)) {
      if (!struct.deleted) lines.push(client + ':' + struct.id.clock + '+' + struct.length + struct.content.constructor.name)
      else if (struct.id.clock > deletedUntil) lines.push(client + ':' + struct.id.clock + ' deleted')
      if (struct.deleted) deletedUntil = struct.id.clock + struct.length
    }
  }
  return lines
}

const view = doc => JSON.stringify({
  text: tree(doc.getText('text')),
  array: tree(doc.getArray('array')),
  map: tree(doc.getMap('map')),
  xml: tree(doc.getXmlFragment('xml'))
})

// What a reader sees, in the form in which the Java side writes it.

/** Neighbouring texts of one formatting are one: Yjs begins another at each mark, whether or not it changes anything. */
const stretches = type => {
  const pieces = []
  for (const { insert, attributes } of type.toDelta()) {
    const piece = { insert }
    if (attributes && Object.keys(attributes).length > 0) piece.attributes = sorted(attributes)
    const last = pieces[pieces.length - 1]
    if (last && typeof last.insert === 'string' && typeof insert === 'string' && JSON.stringify(last.attributes) === JSON.stringify(piece.attributes)) last.insert += insert
    else pieces.push(piece)
  }
  return pieces
}

const delta = type => stretches(type).map(piece => ({ ...piece, insert: piece.insert instanceof Y.AbstractType ? { nested: json(piece.insert) } : json(piece.insert) }))

const entries = map => Object.fromEntries([...map._map.keys()].sort().filter(key => !map._map.get(key).deleted).map(key => {
  const item = map._map.get(key)
  return [key, json(item.content.getContent()[item.length - 1])]
}))

const element = type => {
  const object = { type: type instanceof Y.XmlHook ? type.hookName : type.nodeName }
  const attrs = entries(type)
  if (Object.keys(attrs).length > 0) object.attrs = attrs
  if (type._start !== null && list(type).length > 0) object.content = list(type)
  return object
}

/** Neighbouring texts in a sequence are one. */
const list = type => children(type).map(json)

const json = value => {
  if (value instanceof Y.XmlElement || value instanceof Y.XmlHook) return element(value)
  if (value instanceof Y.XmlText) return delta(value)
  if (value instanceof Y.Text) return value.toString()
  if (value instanceof Y.Map) return entries(value)
  if (value instanceof Y.AbstractType) return list(value)
  if (value instanceof Y.Doc) return { guid: value.guid }
  if (value instanceof Uint8Array) return base64(value)
  if (value === undefined) return null
  return value
}

const xml = type => {
  let out = ''
  const pieces = type instanceof Y.Text ? stretches(type) : type instanceof Y.XmlHook ? [] : children(type).map(insert => ({ insert }))
  for (const { insert, attributes } of pieces) {
    const marks = Object.keys(attributes || {}).sort()
    for (const mark of marks) {
      const values = attributes[mark]
      out += '<' + mark
      if (typeof values === 'object') for (const key of Object.keys(values).sort()) out += ` ${key}="${typeof values[key] === 'string' ? values[key] : ''}"`
      out += '>'
    }
    if (typeof insert === 'string') out += insert
    else if (insert instanceof Y.XmlElement) out += startTag(insert) + xml(insert) + '</' + insert.nodeName.toLowerCase() + '>'
    else if (insert instanceof Y.AbstractType) out += xml(insert)
    for (const mark of marks.reverse()) out += '</' + mark + '>'
  }
  return out
}

const startTag = element => {
  const attrs = entries(element)
  return '<' + element.nodeName.toLowerCase() + Object.keys(attrs).map(key => ` ${key}="${attrs[key]}"`).join('') + '>'
}

let expected = null
let delivered = []
const reply = (...fields) => process.stdout.write(fields.join('\t') + '\n')

const questions = {
  /** history seed gc mode: the updates as delivered, and what Yjs makes of them. */
  history (seed, gc, mode) {
    const random = new Random(Number(seed))
    const updates = deliver(random, history(random, gc === 'true'), mode)
    expected = server(gc === 'true')
    updates.forEach(update => Y.applyUpdate(expected, update))
    delivered = updates
    reply(updates.map(base64).join(','), base64(Y.encodeStateAsUpdate(expected)), base64(Y.encodeStateVector(expected)), expected.getText('text').toString().replaceAll('\n', '\\n'))
  },

  /** view: what readers see of the last history. */
  view () {
    reply(
      JSON.stringify(delta(expected.getText('text'))),
      JSON.stringify(list(expected.getArray('array'))),
      JSON.stringify(entries(expected.getMap('map'))),
      JSON.stringify(list(expected.getXmlFragment('xml'))),
      JSON.stringify(xml(expected.getXmlFragment('xml')))
    )
  },

  /** snapshot: of the last history. */
  snapshot () {
    reply(base64(Y.encodeSnapshot(Y.snapshot(expected))))
  },

  /** apply update: into the document that the last history came to. */
  apply (update) {
    Y.applyUpdate(expected, bytes(update))
    reply('applied')
  },

  /** positions seed: places made while half of the history was there, and where they are now. */
  positions (seed) {
    const random = new Random(Number(seed))
    const doc = server(false)
    for (const update of delivered.slice(0, 1 + delivered.length / 2)) Y.applyUpdate(doc, update)
    const found = []
    for (const type of [doc.getText('text'), doc.getArray('array'), doc.getXmlFragment('xml')]) {
      for (const inner of [type, type, ...children(type).filter(child => child instanceof Y.AbstractType && child.length > 0)]) {
        const place = Y.createRelativePositionFromTypeIndex(inner, random.below(inner.length + 1), random.below(2) - 1)
        const now = Y.createAbsolutePositionFromRelativePosition(place, expected, false)
        found.push(base64(Y.encodeRelativePosition(place)) + ':' + (now === null ? 'none' : now.index))
      }
    }
    reply(found.join(','))
  },

  /** same update: whether a document loaded from it is the one of the last history. */
  same (update) {
    const doc = server(false)
    Y.applyUpdate(doc, bytes(update))
    const reference = server(false)
    Y.applyUpdate(reference, Y.encodeStateAsUpdate(expected))
    const difference = [
      [view(reference), view(doc)],
      [base64(Y.encodeStateVector(reference)), base64(Y.encodeStateVector(doc))],
      [JSON.stringify(structs(reference)), JSON.stringify(structs(doc))]
    ].find(([a, b]) => a !== b)
    reply(difference ? 'Yjs ' + difference[0] + ' but here ' + difference[1] : 'same')
  }
}

require('readline').createInterface({ input: process.stdin }).on('line', line => {
  const [question, ...fields] = line.split('\t')
  questions[question](...fields)
})
